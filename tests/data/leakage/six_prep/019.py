import pandas as pd
from scipy.stats import spearmanr, ttest_ind, levene
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

blood = pd.read_csv("proteins.csv")
report = []
for protein in blood.columns[2:]:
    t, p = ttest_ind(blood[blood["case"] == 1][protein], blood[blood["case"] == 0][protein])
    if p < 0.05:
        print(protein, "differs", p)
rho, _ = spearmanr(blood["crp"], blood["age"])
print(levene(blood["crp"], blood["age"]), rho)
X_train, X_test, y_train, y_test = train_test_split(blood.drop(columns="case"), blood["case"])
m = LogisticRegression().fit(X_train, y_train)
print(m.score(X_test, y_test))
