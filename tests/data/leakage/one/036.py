import pandas as pd
import seaborn as sns
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

stud = pd.read_csv("student-mat.csv", sep=";")
stud = pd.get_dummies(stud, drop_first=True)
stud = stud.drop(columns=["G1", "G2"])

corr_to_target = stud.corr()["G3"].abs().sort_values(ascending=False)  # leak: L4
print(corr_to_target.head(10))
keep = corr_to_target[corr_to_target > 0.15].index.drop("G3")

plt.figure(figsize=(10, 6))
sns.heatmap(stud[keep].corr())

X_tr, X_ts, y_tr, y_ts = train_test_split(stud[keep], stud["G3"], test_size=0.25, random_state=21)
ols = LinearRegression()
ols.fit(X_tr, y_tr)
print("R^2 train:", ols.score(X_tr, y_tr))
print("R^2 test:", ols.score(X_ts, y_ts))
