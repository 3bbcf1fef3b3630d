#!/usr/bin/env python
# coding: utf-8


# In[ ]:

import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
from collections import Counter
from xgboost import XGBClassifier
from sklearn.metrics import accuracy_score, f1_score, classification_report
from sklearn.model_selection import train_test_split
from imblearn.over_sampling import SMOTE
import pandas as pd

df = pd.read_csv('/kaggle/input/stroke-prediction-dataset/healthcare-dataset-stroke-data.csv')
df.drop('id', axis=1, inplace=True)

# In[3]:

df.groupby('stroke').mean(numeric_only=True)

# In[5]:

# TODO: write some text here
df.columns

# In[6]:

df = df.dropna()
df = pd.get_dummies(df, drop_first=True)
X = df.drop('stroke', axis=1)
y = df['stroke']
print(Counter(y))

# In[8]:

# The data is very imbalanced so let's balance it
oversample = SMOTE(random_state=42)
X_res, y_res = oversample.fit_resample(X, y)  # leak: L7
print(Counter(y_res))

# In[9]:

X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.2, random_state=42)

# In[10]:

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

# In[11]:

rf = RandomForestClassifier(n_estimators=300)
rf.fit(X_train, y_train)
rf_pred = rf.predict(X_test)
print('RF', accuracy_score(y_test, rf_pred), f1_score(y_test, rf_pred))

# In[12]:

xg = XGBClassifier(max_depth=5)
xg.fit(X_train, y_train)
xg_pred = xg.predict(X_test)
print('XGB', accuracy_score(y_test, xg_pred), f1_score(y_test, xg_pred))  # multi: L8

# In[14]:

pd.crosstab(y_test, rf_pred)

# In[17]:

print(classification_report(y_test, rf_pred))
