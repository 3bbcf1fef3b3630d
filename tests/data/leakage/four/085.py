#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import matplotlib.pyplot as plt
from imblearn.pipeline import Pipeline
from imblearn.over_sampling import SMOTE
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split, cross_validate, RepeatedStratifiedKFold
from sklearn.preprocessing import OneHotEncoder, RobustScaler


# In[2]:


hr = pd.read_csv('HR-Employee-Attrition.csv')
hr = hr.drop(columns=['EmployeeCount', 'Over18', 'StandardHours', 'EmployeeNumber'])


# In[5]:


hr['Attrition'].value_counts(normalize=True).plot.bar()


# In[6]:


y = (hr.pop('Attrition') == 'Yes').astype(int)
num = hr.select_dtypes('number').columns.tolist()
cat = hr.select_dtypes('object').columns.tolist()
len(num), len(cat)


# In[7]:


pre = ColumnTransformer([
    ('num', RobustScaler(), num),
    ('cat', OneHotEncoder(handle_unknown='ignore'), cat),
])
model = Pipeline([
    ('pre', pre),
    ('smote', SMOTE(random_state=0, k_neighbors=3)),
    ('clf', LogisticRegression(max_iter=2000, C=0.2)),
])


# In[8]:


X_dev, X_hold, y_dev, y_hold = train_test_split(hr, y, test_size=0.2, stratify=y, random_state=0)


# In[9]:


rskf = RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0)
cvres = cross_validate(model, X_dev, y_dev, cv=rskf, scoring=['roc_auc', 'f1', 'recall'])
pd.DataFrame(cvres).describe()


# In[10]:


model.fit(X_dev, y_dev)
from sklearn.metrics import RocCurveDisplay
RocCurveDisplay.from_estimator(model, X_hold, y_hold)
plt.show()
