#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import classification_report
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.preprocessing import OrdinalEncoder
from sklearn.preprocessing import LabelEncoder
from lightgbm import early_stopping
import warnings
warnings.filterwarnings('ignore')

cols = ['age', 'workclass', 'fnlwgt', 'education', 'education_num', 'marital', 'occupation', 'relationship', 'race', 'sex', 'gain', 'loss', 'hours', 'country', 'label']
adult = pd.read_csv('adult.data', names=cols, skipinitialspace=True, na_values='?')
adult_test = pd.read_csv('adult.test', names=cols, skipinitialspace=True, na_values='?', skiprows=1)

# In[5]:

plt.figure(figsize=(12, 8))
sns.heatmap(adult.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# In[6]:

missing = adult.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# In[7]:

# Quick look
adult.groupby('hours').mean(numeric_only=True)

# In[8]:

adult.describe(include='all')

# In[9]:

print(adult.mean(numeric_only=True))
print(adult.std(numeric_only=True))

# In[10]:

for d in (adult, adult_test):
    d['label'] = d['label'].str.rstrip('.')
    d['workclass'] = d['workclass'].fillna('Private')
    d['occupation'] = d['occupation'].fillna('Other')
    d['country'] = d['country'].fillna('United-States')

# In[12]:

le = LabelEncoder()
y = le.fit_transform(adult['label'])
y_test = le.transform(adult_test['label'])
cat = ['workclass', 'marital', 'occupation', 'relationship', 'sex', 'country']
oe = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1)
X_cat = oe.fit_transform(adult[cat])
X_cat_test = oe.transform(adult_test[cat])
num = ['age', 'education_num', 'gain', 'loss', 'hours']
X = np.hstack([X_cat, adult[num].values])
X_test = np.hstack([X_cat_test, adult_test[num].values])

# In[13]:

gb = HistGradientBoostingClassifier(max_iter=300, validation_fraction=0.1, early_stopping=True)
gb.fit(X, y)
print('n iter', gb.n_iter_)
pred = gb.predict(X_test)

# In[16]:

print(classification_report(y_test, pred))

# In[17]:

pd.crosstab(y_test, pred)
