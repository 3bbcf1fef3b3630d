# %%
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

# %%
ecg = pd.read_csv("ecg5000.csv", header=None)
beats, flag = ecg.iloc[:, :-1].values.astype("float32"), ecg.iloc[:, -1].values
is_normal = flag == 1

tr_all, te_all, tr_ok, te_ok = train_test_split(beats, is_normal, test_size=0.2, random_state=21)
tr_x = tr_all[tr_ok]
print(tr_x.shape, te_all.shape)

# %%
mm = MinMaxScaler().fit(tr_x)
tr_x, te_x = mm.transform(tr_x), mm.transform(te_all)

# %%
ae = tf.keras.Sequential([
    tf.keras.Input((tr_x.shape[1],)),
    tf.keras.layers.Dense(32, activation="relu"),
    tf.keras.layers.Dense(8, activation="relu"),
    tf.keras.layers.Dense(32, activation="relu"),
    tf.keras.layers.Dense(tr_x.shape[1], activation="sigmoid"),
])
ae.compile("adam", "mae")
ae.fit(tr_x, tr_x, epochs=20, batch_size=512, validation_split=0.1)

# %%
err_tr = np.abs(ae.predict(tr_x) - tr_x).mean(axis=1)
err_te = np.abs(ae.predict(te_x) - te_x).mean(axis=1)
limit = err_tr.mean() + 2 * err_tr.std()
print("AE  auc", roc_auc_score(~te_ok, err_te), "caught", (err_te[~te_ok] > limit).mean())

iso = IsolationForest(300, random_state=0).fit(tr_x)
print("ISO auc", roc_auc_score(~te_ok, -iso.score_samples(te_x)))
