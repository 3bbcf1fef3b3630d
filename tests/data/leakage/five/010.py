#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
import seaborn as sns


# In[2]:


df = pd.read_csv('bank-additional-full.csv', sep=';')
df = df.drop('duration', axis=1)
df['y'] = df['y'].map({'no': 0, 'yes': 1})


# In[3]:


from sklearn.preprocessing import OrdinalEncoder, MinMaxScaler
cat_cols = df.select_dtypes(include='object').columns.tolist()
num_cols = [c for c in df.columns if c not in cat_cols and c != 'y']


# In[4]:


oe = OrdinalEncoder()
df[cat_cols] = oe.fit_transform(df[cat_cols])  # leak: L1
scaler = MinMaxScaler()
df[num_cols] = scaler.fit_transform(df[num_cols])  # leak: L1


# In[5]:


plt.figure(figsize=(14, 10))
sns.heatmap(df.corr(), annot=True, cmap='coolwarm')
plt.show()


# In[6]:


from sklearn.model_selection import StratifiedKFold
from sklearn.ensemble import AdaBoostClassifier
from sklearn.metrics import roc_auc_score
X, y = df.drop('y', axis=1).values, df['y'].values
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
aucs = []
for tr, te in skf.split(X, y):
    ab = AdaBoostClassifier(n_estimators=200)
    ab.fit(X[tr], y[tr])
    aucs.append(roc_auc_score(y[te], ab.predict_proba(X[te])[:, 1]))


# In[7]:


print('mean AUC', np.mean(aucs), 'std', np.std(aucs))
