#!/usr/bin/env python
# coding: utf-8

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')
import seaborn as sns
import warnings
warnings.filterwarnings('ignore')


# In[2]:


df = pd.read_csv('WA_Fn-UseC_-Telco-Customer-Churn.csv')
df.head()


# In[3]:


df.info()


# In[4]:


df['TotalCharges'] = pd.to_numeric(df['TotalCharges'], errors='coerce')
df.isnull().sum()


# In[5]:


df['TotalCharges'].fillna(df['TotalCharges'].median(), inplace=True)  # leak: L5
df.drop('customerID', axis=1, inplace=True)


# In[6]:


plt.figure(figsize=(8, 5))
sns.countplot(x='Contract', hue='Churn', data=df)
plt.show()


# In[7]:


df['Churn'] = df['Churn'].map({'Yes': 1, 'No': 0})
df = pd.get_dummies(df, drop_first=True)


# In[8]:


X = df.drop('Churn', axis=1)
y = df['Churn']


# In[9]:


from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)


# In[10]:


from sklearn.preprocessing import StandardScaler
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)


# In[11]:


from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
log = LogisticRegression()
log.fit(X_train, y_train)
print(classification_report(y_test, log.predict(X_test)))
