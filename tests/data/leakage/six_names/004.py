import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

df = pd.read_csv("hearing_test.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"])
sc = StandardScaler()
A = sc.fit_transform(X_train); B = sc.transform(X_test)
print(LogisticRegression().fit(A, y_train).score(B, y_test))
