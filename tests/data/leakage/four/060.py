#!/usr/bin/env python
# coding: utf-8

# In[2]:


import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import RFE
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.metrics import accuracy_score


# In[4]:


parkinson = pd.read_csv('parkinsons.data')
parkinson.head()


# In[13]:


X = parkinson.drop(['name', 'status'], axis=1)
y = parkinson['status']
y.value_counts()


# In[16]:


rfe = RFE(estimator=RandomForestClassifier(random_state=1), n_features_to_select=8)
rfe.fit(X, y)  # leak: L4
selected = X.columns[rfe.support_]
print(selected)


# In[17]:


X_sel = X[selected]
X_train, X_test, y_train, y_test = train_test_split(X_sel, y, test_size=0.2, random_state=7)


# In[26]:


from xgboost import XGBClassifier
model = XGBClassifier()
model.fit(X_train, y_train)
print('Accuracy:', accuracy_score(y_test, model.predict(X_test)) * 100)


# In[27]:


from sklearn.svm import SVC
sv = SVC(gamma='auto').fit(X_train, y_train)
print('Accuracy:', accuracy_score(y_test, sv.predict(X_test)) * 100)
