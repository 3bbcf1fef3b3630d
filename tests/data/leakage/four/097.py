#!/usr/bin/env python
# coding: utf-8

# In[5]:


import numpy as np, pandas as pd
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.impute import SimpleImputer
from sklearn.model_selection import cross_val_score
from lightgbm import LGBMClassifier


# In[6]:


train = pd.read_csv('../input/spaceship-titanic/train.csv')
test = pd.read_csv('../input/spaceship-titanic/test.csv')
y = train['Transported'].astype(int)
ntrain = len(train)


# In[7]:


all_data = pd.concat([train.drop('Transported', axis=1), test]).reset_index(drop=True)
all_data[['Deck', 'Num', 'Side']] = all_data['Cabin'].str.split('/', expand=True)
all_data.drop(['PassengerId', 'Name', 'Cabin', 'Num'], axis=1, inplace=True)


# In[8]:


nums = ['Age', 'RoomService', 'FoodCourt', 'ShoppingMall', 'Spa', 'VRDeck']
imp = SimpleImputer(strategy='median')
all_data[nums] = imp.fit_transform(all_data[nums])  # leak: L2


# In[9]:


for c in ['HomePlanet', 'CryoSleep', 'Destination', 'VIP', 'Deck', 'Side']:
    all_data[c] = LabelEncoder().fit_transform(all_data[c].astype(str))  # leak: L2


# In[10]:


all_data['Total'] = all_data[nums[1:]].sum(axis=1)
sc = StandardScaler()
all_data[nums + ['Total']] = sc.fit_transform(all_data[nums + ['Total']])  # leak: L2


# In[11]:


X = all_data[:ntrain]
X_sub = all_data[ntrain:]


# In[12]:


clf = LGBMClassifier(n_estimators=300, learning_rate=0.03)
print(cross_val_score(clf, X, y, cv=5).mean())


# In[13]:


clf.fit(X, y)
out = pd.read_csv('../input/spaceship-titanic/sample_submission.csv')
out['Transported'] = clf.predict(X_sub).astype(bool)
out.to_csv('submission.csv', index=False)
