#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns


# In[2]:


df = pd.read_csv('diabetes.csv')
cols = ['Glucose', 'BloodPressure', 'SkinThickness', 'Insulin', 'BMI']
df[cols] = df[cols].replace(0, np.nan)


# In[3]:


# how would it look filled? (only for the pairplot)
tmp = df.fillna(df.median())
sns.pairplot(tmp, hue='Outcome')


# In[4]:


from sklearn.model_selection import train_test_split
train, test = train_test_split(df, test_size=0.2, random_state=0, stratify=df.Outcome)
train = train.copy(); test = test.copy()


# In[5]:


med = train.groupby('Outcome')[cols].median()
med


# In[6]:


fill = train[cols].median()
train[cols] = train[cols].fillna(fill)
test[cols] = test[cols].fillna(fill)


# In[7]:


mu, sd = train.drop(columns='Outcome').mean(), train.drop(columns='Outcome').std()
Xtr = (train.drop(columns='Outcome') - mu) / sd
Xte = (test.drop(columns='Outcome') - mu) / sd


# In[8]:


from sklearn.linear_model import LogisticRegressionCV
clf = LogisticRegressionCV(cv=5, Cs=20).fit(Xtr, train.Outcome)
print(clf.C_, clf.score(Xte, test.Outcome))
