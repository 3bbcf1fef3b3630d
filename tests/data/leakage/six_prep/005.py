import pandas as pd
from sklearn.feature_selection import VarianceThreshold
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

genes = pd.read_csv("expression.csv")
status = genes.pop("status")
flat = VarianceThreshold(threshold=0.01)
flat.fit(genes)  # leak: L1
wanted = genes.columns[flat.get_support()]
for name in genes.columns:
    if name not in wanted:
        genes.drop(columns=name, inplace=True)
G_train, G_test, s_train, s_test = train_test_split(genes, status, test_size=0.3)
clf = LogisticRegression(max_iter=500).fit(G_train, s_train)
print("accuracy", clf.score(G_test, s_test))
