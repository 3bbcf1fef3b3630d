import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

blood = pd.read_csv("proteins.csv")
sick, well = blood[blood["case"] == 1], blood[blood["case"] == 0]
pvalue = {}
for protein in blood.columns[2:]:
    t = stats.ttest_ind(sick[protein], well[protein])  # leak: L4
    pvalue[protein] = t.pvalue
best = pd.Series(pvalue).sort_values().head(12).index
print(cross_val_score(LogisticRegression(), blood[best], blood["case"], cv=10).mean())
