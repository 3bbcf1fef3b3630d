import pandas as pd
import sklearn.impute as imp
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split as tts

wq = pd.read_csv("/kaggle/input/water-potability/water_potability.csv")
print(wq.isna().sum())

feats = [c for c in wq.columns if c != "Potability"]
raw = wq[feats]
filler = imp.KNNImputer(n_neighbors=5)
filled = pd.DataFrame(filler.fit_transform(raw), columns=feats)  # leak: L1
potable = wq["Potability"]

a_train, a_test, b_train, b_test = tts(filled, potable, test_size=.2, random_state=99)
et = ExtraTreesClassifier(n_estimators=500)
et.fit(a_train, b_train)
print("train", et.score(a_train, b_train))
print("test", et.score(a_test, b_test))
