import numpy as np
import pandas as pd
import tensorflow as tf
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

CFG = dict(
    file="bankruptcy.csv",
    target="Bankrupt?",
    hidden=(128, 64),
    epochs=25,
    batch=64,
    test_size=0.2,
    seed=500,
)


def prepare_data(cfg):
    df = pd.read_csv(cfg["file"])
    df.columns = df.columns.str.strip()
    X = df.drop(columns=cfg["target"])
    y = df[cfg["target"]]
    ros = RandomOverSampler(random_state=cfg["seed"])
    X, y = ros.fit_resample(X, y)  # leak: L7
    X_tr, X_te, y_tr, y_te = train_test_split(
        X, y, test_size=cfg["test_size"], random_state=cfg["seed"], stratify=y
    )
    sc = StandardScaler().fit(X_tr)
    return sc.transform(X_tr), sc.transform(X_te), y_tr.values, y_te.values


def make_net(n, hidden):
    net = tf.keras.Sequential([tf.keras.Input((n,))])
    for h in hidden:
        net.add(tf.keras.layers.Dense(h, activation="elu"))
        net.add(tf.keras.layers.Dropout(0.4))
    net.add(tf.keras.layers.Dense(1, activation="sigmoid"))
    net.compile("adam", "binary_crossentropy", metrics=[tf.keras.metrics.AUC(name="auc")])
    return net


if __name__ == "__main__":
    tf.random.set_seed(CFG["seed"])
    X_tr, X_te, y_tr, y_te = prepare_data(CFG)
    net = make_net(X_tr.shape[1], CFG["hidden"])
    net.fit(X_tr, y_tr, epochs=CFG["epochs"], batch_size=CFG["batch"], validation_split=0.1, verbose=2)
    p = net.predict(X_te).ravel()
    print("AUC", roc_auc_score(y_te, p), "recall", recall_score(y_te, p > 0.5))
