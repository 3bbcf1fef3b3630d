#!/usr/bin/env python
# coding: utf-8

# In[5]:


import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.compose import make_column_transformer
from sklearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestRegressor, StackingRegressor
from sklearn.linear_model import RidgeCV, HuberRegressor
from sklearn.metrics import mean_absolute_error


# In[14]:


vg = pd.read_csv('Video_Games_Sales_as_at_22_Dec_2016.csv')
vg['User_Score'] = pd.to_numeric(vg['User_Score'], errors='coerce')
vg = vg.dropna(subset=['Critic_Score', 'User_Score', 'Year_of_Release', 'Genre'])


# In[15]:


vg.groupby('Genre')['Global_Sales'].sum().sort_values().plot.barh()


# In[16]:


# "z score" of sales within platform, only for the top list below
vg['z'] = vg.groupby('Platform')['Global_Sales'].transform(lambda s: (s - s.mean()) / s.std())
vg.nlargest(15, 'z')[['Name', 'Platform', 'z']]


# In[17]:


X = vg[['Platform', 'Genre', 'Rating', 'Year_of_Release', 'Critic_Score', 'Critic_Count', 'User_Score']].copy()
X['Rating'] = X['Rating'].fillna('none')
y = np.log1p(vg['Global_Sales'])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


# In[18]:


def prep():
    return make_column_transformer((OneHotEncoder(handle_unknown='ignore'), ['Platform', 'Genre', 'Rating']),
                                   remainder=StandardScaler())
stack = StackingRegressor([('rf', make_pipeline(prep(), RandomForestRegressor(200, n_jobs=-1))),
                           ('hub', make_pipeline(prep(), HuberRegressor(max_iter=500)))],
                          final_estimator=RidgeCV(), cv=5)


# In[27]:


stack.fit(X_train, y_train)
print(stack.score(X_test, y_test))
print(mean_absolute_error(np.expm1(y_test), np.expm1(stack.predict(X_test))))
