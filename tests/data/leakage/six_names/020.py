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
scores = []
rates = [2**k for k in range(6)]
for rate in rates:
    model = LogisticRegression(C=rate).fit(X_train, y_train)
    scores.append(cross_val_score(model, X_train, y_train).mean())
best = LogisticRegression(C=rates[int(np.argmax(scores))]).fit(X_train, y_train)
print(best.score(X_test, y_test))
