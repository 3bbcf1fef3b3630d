# %%
import pandas as pd
import seaborn as sns
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

stud = pd.read_csv("student-mat.csv", sep=";")
print(stud.describe())
print("mean grade:", stud["G3"].mean(), "median:", stud["G3"].median())
print(stud.groupby("school")["G3"].mean())

# %% correlation heatmap, for the report
sns.heatmap(stud.select_dtypes("number").corr(), annot=True)
plt.show()

# %%
stud = pd.get_dummies(stud, drop_first=True).drop(columns=["G1", "G2"])
X_tr, X_ts, y_tr, y_ts = train_test_split(stud.drop(columns="G3"), stud["G3"], test_size=0.25, random_state=21)
ols = LinearRegression().fit(X_tr, y_tr)
print("R^2 test:", ols.score(X_ts, y_ts))
