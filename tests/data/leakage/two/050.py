# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from sklearn.metrics import roc_auc_score
from sklearn.ensemble import VotingClassifier
from sklearn.svm import SVC
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.datasets import fetch_openml
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer

df = fetch_openml('diabetes', version=1, as_frame=True).frame
df['class'] = (df['class'] == 'tested_positive').astype(int)

# %%
df.sample(5)

# %%
df.groupby('class').mean(numeric_only=True)

# %%
missing = df.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# %%
msno.matrix(df)

# %%
# from pandas_profiling import ProfileReport
# ProfileReport(df)

# %%
# ### Missing values
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['class'].plot.hist(ax=ax[0])
df['class'].plot.box(ax=ax[1])
plt.show()

# %%
X, y = df.drop(columns='class'), df['class']
X[['plas', 'pres', 'skin', 'insu', 'mass']] = X[['plas', 'pres', 'skin', 'insu', 'mass']].replace(0, np.nan)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)

# %%
def wrap(est):
    return make_pipeline(SimpleImputer(strategy='median'), StandardScaler(), est)

lr, svm, rf = wrap(LogisticRegression()), wrap(SVC(probability=True)), wrap(RandomForestClassifier(300))
vote = VotingClassifier([('lr', lr), ('svm', svm), ('rf', rf)], voting='soft')
results = {}
for name, clf in [('lr', lr), ('svm', svm), ('rf', rf), ('vote', vote)]:
    clf.fit(X_train, y_train)
    results[name] = roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1])  # multi: L8
    print(name, round(results[name], 4))

# %%
pd.Series(results).plot.bar(ylim=(0.7, 0.9))
plt.ylabel('AUC')
plt.show()
