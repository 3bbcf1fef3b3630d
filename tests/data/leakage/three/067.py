import tensorflow as tf
from tensorflow.keras import layers

BATCH, SEED = 32, 42
AUTOTUNE = tf.data.AUTOTUNE


def datasets(root="aclImdb"):
    kw = dict(batch_size=BATCH, seed=SEED)
    raw_train = tf.keras.utils.text_dataset_from_directory(
        f"{root}/train", validation_split=0.2, subset="training", **kw
    )
    raw_val = tf.keras.utils.text_dataset_from_directory(
        f"{root}/train", validation_split=0.2, subset="validation", **kw
    )
    raw_test = tf.keras.utils.text_dataset_from_directory(f"{root}/test", batch_size=BATCH)
    return raw_train, raw_val, raw_test


def standardise(t):
    t = tf.strings.lower(t)
    t = tf.strings.regex_replace(t, "<br />", " ")
    return tf.strings.regex_replace(t, r"[^a-z ]", "")


def main():
    raw_train, raw_val, raw_test = datasets()
    vec = layers.TextVectorization(standardize=standardise, max_tokens=15000, output_sequence_length=300)
    vec.adapt(raw_train.map(lambda x, y: x))

    def prep(ds):
        return ds.map(lambda x, y: (vec(x), y), num_parallel_calls=AUTOTUNE).cache().prefetch(AUTOTUNE)

    train, val, test = map(prep, (raw_train, raw_val, raw_test))
    model = tf.keras.Sequential(
        [
            layers.Embedding(15001, 32),
            layers.Dropout(0.2),
            layers.GlobalAveragePooling1D(),
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    ck = tf.keras.callbacks.ModelCheckpoint("imdb.keras", save_best_only=True, monitor="val_accuracy")
    model.fit(train, validation_data=val, epochs=12, callbacks=[ck])
    model = tf.keras.models.load_model("imdb.keras")
    print("test", model.evaluate(test))


if __name__ == "__main__":
    main()
