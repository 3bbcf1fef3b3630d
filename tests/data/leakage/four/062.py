#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import seaborn as sns
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split


# In[10]:


life = pd.read_csv('Life Expectancy Data.csv')
life.columns = life.columns.str.strip()
life = life.dropna(subset=['Life expectancy'])
life.head()


# In[13]:


life.isnull().sum()


# In[15]:


life['Alcohol'] = life['Alcohol'].fillna(life['Alcohol'].mean())  # leak: L5
life['GDP'] = life['GDP'].fillna(life['GDP'].median())  # leak: L5
life['Population'] = life['Population'].fillna(life['Population'].median())  # leak: L5
life['Hepatitis B'] = life['Hepatitis B'].fillna(life['Hepatitis B'].mean())  # leak: L5
life = life.dropna()


# In[16]:


life['Status'] = life['Status'].replace({'Developing': 0, 'Developed': 1})
life = life.drop(['Country'], axis=1)
sns.heatmap(life.corr())


# In[17]:


# cap GDP, there are some crazy values
life['GDP'] = life['GDP'].clip(upper=life['GDP'].quantile(0.97))  # leak: L5


# In[18]:


X = life.drop('Life expectancy', axis=1)
y = life['Life expectancy']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=101)


# In[19]:


lm = LinearRegression()
lm.fit(X_train, y_train)
print(lm.score(X_test, y_test))


# In[20]:


pd.DataFrame(lm.coef_, X.columns, columns=['Coefficient'])
