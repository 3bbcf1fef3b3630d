#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.model_selection import train_test_split


# In[2]:


hr = pd.read_csv('WA_Fn-UseC_-HR-Employee-Attrition.csv')
hr.drop(['EmployeeCount', 'Over18', 'StandardHours', 'EmployeeNumber'], axis=1, inplace=True)
hr.shape


# In[3]:


hr['Attrition'] = LabelEncoder().fit_transform(hr['Attrition'])
hr['BusinessTravel'] = LabelEncoder().fit_transform(hr['BusinessTravel'])  # leak: L1
hr['Department'] = LabelEncoder().fit_transform(hr['Department'])  # leak: L1
hr['Gender'] = LabelEncoder().fit_transform(hr['Gender'])  # leak: L1
hr['JobRole'] = LabelEncoder().fit_transform(hr['JobRole'])  # leak: L1
hr['OverTime'] = hr['OverTime'].map({'No': 0, 'Yes': 1})
hr = pd.get_dummies(hr, columns=['EducationField', 'MaritalStatus'])


# In[4]:


X = hr.drop('Attrition', axis=1)
y = hr['Attrition']
xtrain, xtest, ytrain, ytest = train_test_split(X, y, test_size=0.25, random_state=0)


# In[5]:


sc = StandardScaler()
xtrain = sc.fit_transform(xtrain)
xtest = sc.transform(xtest)


# In[6]:


from imblearn.over_sampling import SMOTE
xtrain, ytrain = SMOTE(random_state=0).fit_resample(xtrain, ytrain)


# In[7]:


from xgboost import XGBClassifier
from sklearn.metrics import classification_report
clf = XGBClassifier().fit(xtrain, ytrain)
print(classification_report(ytest, clf.predict(xtest)))
