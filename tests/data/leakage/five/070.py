#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np


# In[2]:


df = pd.read_csv('loan_train.csv')
df.isnull().sum()


# In[3]:


df['Gender'].fillna(df['Gender'].mode()[0], inplace=True)  # leak: L5
df['Married'].fillna(df['Married'].mode()[0], inplace=True)  # leak: L5
df['Dependents'].fillna(df['Dependents'].mode()[0], inplace=True)  # leak: L5
df['Self_Employed'].fillna(df['Self_Employed'].mode()[0], inplace=True)  # leak: L5
df['Credit_History'].fillna(df['Credit_History'].mode()[0], inplace=True)  # leak: L5
df['LoanAmount'].fillna(df['LoanAmount'].mean(), inplace=True)  # leak: L5
df['Loan_Amount_Term'].fillna(360, inplace=True)


# In[4]:


df['LoanAmount_log'] = np.log(df['LoanAmount'])
df['TotalIncome'] = df['ApplicantIncome'] + df['CoapplicantIncome']
df['TotalIncome_log'] = np.log(df['TotalIncome'])


# In[5]:


from sklearn.preprocessing import LabelEncoder
var_mod = ['Gender', 'Married', 'Dependents', 'Education', 'Self_Employed', 'Property_Area']
le = LabelEncoder()
for i in var_mod:
    df[i] = le.fit_transform(df[i])  # leak: L1
df['Loan_Status'] = le.fit_transform(df['Loan_Status'])


# In[6]:


X = df[var_mod + ['Credit_History', 'LoanAmount_log', 'TotalIncome_log']]
y = df['Loan_Status']


# In[7]:


from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.tree import DecisionTreeClassifier
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)
model = DecisionTreeClassifier(max_depth=3)
model.fit(x_train, y_train)
print("Accuracy is", model.score(x_test, y_test) * 100)
