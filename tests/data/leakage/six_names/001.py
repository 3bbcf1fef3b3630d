import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

train = pd.read_csv("train.csv")
train = train.drop(train[(train["a"] > 4000) & (train["y"] < 3)].index)
X_train, X_val, y_train, y_val = train_test_split(train.drop(columns="y"), train["y"])
sc = StandardScaler().fit(X_train)
print(Ridge().fit(sc.transform(X_train), y_train).score(sc.transform(X_val), y_val))
