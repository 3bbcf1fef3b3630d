#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.metrics import classification_report
from sklearn.metrics import f1_score
from sklearn.preprocessing import RobustScaler
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
from sklearn.metrics import roc_auc_score

df = pd.read_csv('creditcard.csv').drop('Time', axis=1)

# In[4]:

print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# In[6]:

print(df.shape)
df.head()

# In[7]:

# Quick look
df.columns

# In[8]:

df.dtypes

# In[9]:

df.groupby('Class').mean(numeric_only=True)

# In[10]:

# ### Missing values
for c in df.columns:
    print(c, df[c].nunique())

# In[11]:

X_train, X_test, y_train, y_test = train_test_split(df.drop('Class', axis=1), df['Class'], stratify=df['Class'], test_size=0.3, random_state=0)
rs = RobustScaler()
X_train[['Amount']] = rs.fit_transform(X_train[['Amount']])
X_test[['Amount']] = rs.transform(X_test[['Amount']])

# In[12]:

model = XGBClassifier(n_estimators=200, scale_pos_weight=50)
model.fit(X_train, y_train)
probs = model.predict_proba(X_test)[:, 1]
print('ROC AUC', roc_auc_score(y_test, probs))

# In[13]:

ths = np.arange(0.01, 1, 0.01)
f1s = [f1_score(y_test, probs > t) for t in ths]  # leak: L6
best_t = ths[np.argmax(f1s)]
plt.plot(ths, f1s)
plt.axvline(best_t, c='r')
plt.show()

# In[14]:

y_pred = (probs > best_t).astype(int)
print('threshold', best_t, 'F1', f1_score(y_test, y_pred))

# In[17]:

print(classification_report(y_test, y_pred))

# In[18]:

pd.crosstab(y_test, y_pred)
