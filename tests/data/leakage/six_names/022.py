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
X_train, X_test, y_train, y_test = train_test_split(df.drop("y", axis=1), df["y"])
m = LogisticRegression().fit(X_train, y_train)
out = np.zeros(len(X_test))
out += m.predict_proba(X_test)[:, 1]
print(accuracy_score(y_test, out > 0.5))
d = DecisionTreeClassifier().fit(X_train, y_train)
print(accuracy_score(y_test, d.predict(X_test)))
x = XGBClassifier().fit(X_train, y_train)
print(accuracy_score(y_test, x.predict(X_test)))  # leak: L8
