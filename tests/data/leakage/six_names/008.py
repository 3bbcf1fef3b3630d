import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

df = pd.read_csv("d.csv")
info = df.describe().T
zero = list(info.loc[(info["min"] == 0) & (info["max"] == 0)].index)
df = df.drop(zero, axis=1)
X_train, X_test, y_train, y_test = train_test_split(df.drop("y", axis=1), df["y"])
