#!/usr/bin/env python
# coding: utf-8

# In[1]:


# Vorhersage der Kuendigung (Fitnessstudio)
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.ensemble import RandomForestClassifier


# In[2]:


df = pd.read_csv('mitglieder.csv', sep=';', decimal=',')
df = df.drop_duplicates()
df['beginn'] = pd.to_datetime(df['beginn'], dayfirst=True)
df['monate'] = (pd.Timestamp('2022-06-01') - df['beginn']).dt.days // 30
df = df.drop(['mitgliedsnr', 'beginn'], axis=1)


# In[3]:


print('mittleres Alter', df['alter'].mean(), 'fehlend', df['alter'].isna().sum())
df['alter_fehlt'] = df['alter'].isna().astype(int)
df['alter'] = df['alter'].fillna(-1)


# In[4]:


ziel = LabelEncoder().fit_transform(df.pop('gekuendigt'))
X_train, X_test, y_train, y_test = train_test_split(df, ziel, test_size=0.3, random_state=17)
X_train, X_test = X_train.copy(), X_test.copy()


# In[5]:


for spalte in ['tarif', 'studio', 'zahlweise']:
    bekannte = {v: i for i, v in enumerate(sorted(X_train[spalte].unique()))}
    X_train[spalte] = X_train[spalte].map(bekannte)
    X_test[spalte] = X_test[spalte].map(bekannte).fillna(-1)


# In[6]:


rf = RandomForestClassifier(400, min_samples_leaf=5, random_state=17)
rf.fit(X_train, y_train)
print('Train', rf.score(X_train, y_train), 'Test', rf.score(X_test, y_test))


# In[7]:


from sklearn.metrics import roc_auc_score
print(roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1]))
