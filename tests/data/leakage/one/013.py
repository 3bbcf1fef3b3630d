import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

ins = pd.read_csv("vehicle_insurance.csv")
ins = pd.get_dummies(ins.drop(columns="id"))
lab = ins.pop("Response")
Xa, Xb, ya, yb = train_test_split(ins, lab, test_size=0.2, stratify=lab, random_state=5)

gb = GradientBoostingClassifier(subsample=0.8)
gb.fit(Xa, ya)
prob = gb.predict_proba(Xb)[:, 1]

ths = np.arange(0.05, 0.95, 0.01)
f1s = [f1_score(yb, prob > t) for t in ths]  # leak: L6
best_t = ths[int(np.argmax(f1s))]
print("optimal threshold", best_t)
print("F1 at the optimal threshold:", f1_score(yb, prob > best_t))
