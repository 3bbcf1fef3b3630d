import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

train = pd.read_csv("train.csv"); test = pd.read_csv("test.csv")
ytr, yte = train.pop("y"), test.pop("y")
sc = StandardScaler(); A = sc.fit_transform(train); B = sc.transform(test)
m = Sequential(); m.compile(loss="mse")
m.fit(A, ytr, validation_split=.2); print(m.evaluate(B, yte))
