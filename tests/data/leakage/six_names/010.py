import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score
from tensorflow.keras import Sequential

df = pd.read_csv("d.csv")
df[["a"]] = StandardScaler().fit_transform(df[["a"]])  # leak: L1
train = df.sample(frac=.8, random_state=0)
test = df[~df.index.isin(train.index)]
m = LogisticRegression().fit(train[["a"]], train["y"]); print(m.score(test[["a"]], test["y"]))
