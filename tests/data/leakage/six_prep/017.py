import pandas as pd
from scipy.stats import chi2_contingency
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split

bank = pd.read_csv("bank.csv")
categorical = bank.select_dtypes("object").columns
drop_these = []
for col in categorical:
    table = pd.crosstab(bank[col], bank["subscribed"])
    chi, p, dof, expected = chi2_contingency(table)  # leak: L4
    if p > 0.05:
        drop_these.append(col)
bank = bank.drop(columns=drop_these)
X_train, X_test, y_train, y_test = train_test_split(
    pd.get_dummies(bank.drop(columns="subscribed")), bank["subscribed"]
)
tree = DecisionTreeClassifier().fit(X_train, y_train)
print(tree.score(X_test, y_test))
