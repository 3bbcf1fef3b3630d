# %%
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.ensemble import GradientBoostingClassifier
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.metrics import classification_report
from sklearn.metrics import f1_score
from sklearn.cluster import KMeans
from sklearn.model_selection import train_test_split
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('telco.csv')
df['TotalCharges'] = pd.to_numeric(df['TotalCharges'], errors='coerce').fillna(0)
df['Churn'] = df['Churn'].map({'Yes': 1, 'No': 0})

# %%
# Check the distribution
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['Churn'].plot.hist(ax=ax[0])
df['Churn'].plot.box(ax=ax[1])
plt.show()

# %%
df.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# %%
print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# %%
# TODO: write some text here
df.memory_usage(deep=True).sum() / 1024**2

# %%
num = df[['tenure', 'MonthlyCharges', 'TotalCharges']]
wcss = []
for k in range(1, 11):
    km = KMeans(n_clusters=k, n_init=10, random_state=0).fit(num)
    wcss.append(km.inertia_)
plt.plot(range(1, 11), wcss, marker='o')
plt.show()

# %%
km = KMeans(n_clusters=4, n_init=10, random_state=0)
df['segment'] = km.fit_predict(num)  # leak: L1

# %%
X = pd.get_dummies(df.drop(columns=['customerID', 'Churn']))
y = df['Churn']
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.2, random_state=10)
clf = GradientBoostingClassifier()
clf.fit(Xtr, ytr)
p = clf.predict(Xte)
print('f1', f1_score(yte, p))
print('auc', roc_auc_score(yte, clf.predict_proba(Xte)[:, 1]))

# %%
print(classification_report(yte, p))

# %%
pd.crosstab(yte, p)
