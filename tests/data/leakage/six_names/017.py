import numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split

answers = pd.read_csv("../data/reading_test.csv")
scaled = StandardScaler().fit_transform(answers.drop(columns="grade"))  # leak: L1
X_train, X_test, y_train, y_test = train_test_split(scaled, answers["grade"])
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
