import pandas as pd
from imblearn.combine import SMOTETomek
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from tensorflow import keras


def get_balanced(path):
    t = pd.read_csv(path)
    lab = t.pop("defect").astype(int)
    st = SMOTETomek(random_state=42)
    return st.fit_resample(t.to_numpy(), lab.to_numpy())  # leak: L7


def build(n):
    inp = keras.Input((n,))
    h = keras.layers.BatchNormalization()(inp)
    h = keras.layers.Dense(32, activation="relu")(h)
    out = keras.layers.Dense(1, activation="sigmoid")(h)
    m = keras.Model(inp, out)
    m.compile("adam", "binary_crossentropy")
    return m


bal_x, bal_y = get_balanced("jm1.csv")
p, q, py, qy = train_test_split(bal_x, bal_y, test_size=0.2, random_state=0)
m = build(p.shape[1])
m.fit(p, py, epochs=30, batch_size=128, verbose=2)
print("auc", roc_auc_score(qy, m.predict(q).ravel()))
