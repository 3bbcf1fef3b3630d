#!/usr/bin/env python
# coding: utf-8


# In[2]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from collections import Counter
from sklearn.metrics import classification_report
from xgboost import XGBClassifier
from sklearn.impute import SimpleImputer
import pandas as pd
from imblearn.combine import SMOTETomek
from sklearn.model_selection import train_test_split
from sklearn.metrics import confusion_matrix
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('aps_failure_training_set.csv', na_values='na')
df['class'] = df['class'].map({'neg': 0, 'pos': 1})

# In[3]:

sns.histplot(df['class'])
plt.show()

# In[4]:

# Quick look
for c in df.columns:
    print(c, df[c].nunique())

# In[5]:

# from pandas_profiling import ProfileReport
# ProfileReport(df)

# In[6]:

df = df.drop(columns=['br_000', 'bq_000', 'bp_000', 'bo_000', 'cr_000'])
print(df.shape)

# In[7]:

X, y = df.drop('class', axis=1), df['class']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)
imp = SimpleImputer(strategy='median')
X_train = imp.fit_transform(X_train)
X_test = imp.transform(X_test)
print('before', Counter(y_train))

# In[8]:

sm = SMOTETomek(random_state=42, n_jobs=-1)
X_bal, y_bal = sm.fit_resample(X_train, y_train)
print('after', Counter(y_bal))

# In[9]:

model = XGBClassifier(n_estimators=300, max_depth=6, tree_method='hist')
model.fit(X_bal, y_bal)
y_pred = model.predict(X_test)
tn, fp, fn, tp = confusion_matrix(y_test, y_pred).ravel()
print('cost', 10 * fp + 500 * fn)

# In[10]:

print(confusion_matrix(y_test, y_pred))

# In[11]:

print(classification_report(y_test, y_pred))
