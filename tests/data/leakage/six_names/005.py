import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

df = pd.read_csv("d.csv")
days = pd.date_range(start=df["time"].min(), end="2030-12-31")
cal = pd.DataFrame({"time": days}); cal["free"] = cal["time"].isin(["2020-01-01"])
df = df.merge(cal, on="time")
x, y = df.drop("y", axis=1), df["y"]; n = int(len(x) * .8)
x_train, x_test, y_train, y_test = x[:n], x[n:], y[:n], y[n:]
m = LinearRegression().fit(x_train, y_train); print(m.score(x_test, y_test))
