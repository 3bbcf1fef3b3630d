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

train_df, test_df = train_test_split(pd.read_csv("d.csv"))
tok = AutoTokenizer.from_pretrained("m")
a, b = tok(train_df["text"]), tok(test_df["text"])
m = LogisticRegression().fit(a, train_df["y"])
print(classification_report(test_df["y"], m.predict(b)))
n = LogisticRegression(C=3).fit(a, train_df["y"])
print(classification_report(test_df["y"], n.predict(b)))
