import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

train_data = pd.read_csv("train.csv")
outlier_val = train_data[(train_data["a"] < 1) | (train_data["a"] > 9)].index
train_data["a"] = SimpleImputer().fit_transform(train_data[["a"]])
p = train_data[["a"]]
rows = p[p["a"] == -1].index.tolist()
train_IF = train_data.drop(rows, axis=0)
