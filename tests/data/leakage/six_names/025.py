import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, LabelEncoder
from sklearn.svm import SVC
from sklearn.naive_bayes import MultinomialNB
from sklearn.linear_model import LogisticRegression, LinearRegression, Ridge
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score
from sklearn.metrics import roc_auc_score, accuracy_score, classification_report
from tensorflow.keras import Sequential
import tensorflow as tf
from xgboost import XGBClassifier
from transformers import AutoTokenizer

df = pd.read_csv("d.csv")
if "fee" in df.columns:
    m = df["fee"].mean()
    df["fee"].fillna(m, inplace=True)
features = ["a", "b"]; target = "y"
X, y = df[features], df[target]
X_train, X_test, y_train, y_test = train_test_split(X, y)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
