#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
import joblib
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
from sklearn import metrics


# In[3]:


df = pd.read_csv('Crop_recommendation.csv')
df['label'].unique()


# In[5]:


df.groupby('label').mean()


# In[6]:


features = df[['N', 'P', 'K', 'temperature', 'humidity', 'ph', 'rainfall']]
target = df['label']
acc = []
model = []


# In[7]:


Xtrain, Xtest, Ytrain, Ytest = train_test_split(features, target, test_size=0.2, random_state=2)


# In[16]:


DT = DecisionTreeClassifier(criterion="entropy", random_state=2, max_depth=5)
DT.fit(Xtrain, Ytrain)
x = metrics.accuracy_score(Ytest, DT.predict(Xtest))
acc.append(x); model.append('Decision Tree')
print("DecisionTrees's Accuracy is: ", x * 100)


# In[17]:


cross_val_score(DT, features, target, cv=5)


# In[18]:


NB = GaussianNB().fit(Xtrain, Ytrain)
x = metrics.accuracy_score(Ytest, NB.predict(Xtest))
acc.append(x); model.append('Naive Bayes')


# In[19]:


RF = RandomForestClassifier(n_estimators=20, random_state=0).fit(Xtrain, Ytrain)
x = metrics.accuracy_score(Ytest, RF.predict(Xtest))
acc.append(x); model.append('RF')
cross_val_score(RF, features, target, cv=5)


# In[20]:


pd.Series(acc, index=model)


# In[21]:


# train on everything for the app
NB_app = GaussianNB().fit(features, target)
joblib.dump(NB_app, 'crop_app.pkl')
NB_app.predict(np.array([[104, 18, 30, 23.6, 60.3, 6.7, 140.91]]))
