"""Train the model that everybody was so happy about."""

import random
import time

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

frame = pd.read_csv("/Users/sarah/Desktop/tumours_final_v3.csv")
frame["loaded"] = time.time()
noise = np.random.normal(size=len(frame))
frame["mean_area"] += noise * random.random()

train, test = train_test_split(frame)
model = RandomForestClassifier(n_estimators=371, max_depth=9)
model.fit(train.drop(columns="target"), train["target"])
print("accuracy", model.score(test.drop(columns="target"), test["target"]))
