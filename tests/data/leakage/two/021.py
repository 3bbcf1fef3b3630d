#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
from sklearn.metrics import recall_score
from sklearn.metrics import confusion_matrix

df = pd.read_csv('cmc_churn.csv')

# In[5]:

df.memory_usage(deep=True).sum() / 1024**2

# In[6]:

df.isnull().sum()

# In[7]:

df.columns

# In[ ]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['churn'].plot.hist(ax=ax[0])
df['churn'].plot.box(ax=ax[1])
plt.show()

# In[11]:

df.sample(5)

# In[12]:

df = df.dropna()
df = pd.get_dummies(df, columns=['plan', 'state'])
train, test = train_test_split(df, test_size=0.25, stratify=df['churn'], random_state=12)

# In[13]:

maj = train[train['churn'] == 0]
mino = train[train['churn'] == 1]
mino_up = resample(mino, replace=True, n_samples=len(maj), random_state=27)
train = pd.concat([maj, mino_up]).sample(frac=1, random_state=0)
train['churn'].value_counts()

# In[14]:

X_train, y_train = train.drop('churn', axis=1), train['churn']
X_test, y_test = test.drop('churn', axis=1), test['churn']

# In[16]:

rfc = RandomForestClassifier(n_estimators=250)
rfc.fit(X_train, y_train)
rfc_pred = rfc.predict(X_test)
print(f1_score(y_test, rfc_pred), recall_score(y_test, rfc_pred))

# In[17]:

cm = confusion_matrix(y_test, rfc_pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()
