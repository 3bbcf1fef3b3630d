#!/usr/bin/env python
# coding: utf-8

# In[1]:


# coding - customer spend class from segments
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.ensemble import GradientBoostingClassifier


# In[2]:


cust = pd.read_csv('marketing_campaign.csv', sep='\t')
cust = cust.dropna()
cust['Age'] = 2021 - cust['Year_Birth']
cust['Kids'] = cust['Kidhome'] + cust['Teenhome']
cust = cust[(cust['Age'] < 90) & (cust['Income'] < 600000)]


# In[3]:


feat = ['Income', 'Age', 'Kids', 'Recency', 'MntWines', 'MntMeatProducts', 'NumWebPurchases']
ss = StandardScaler()
Z = ss.fit_transform(cust[feat])  # leak: L1


# In[6]:


inertias = []
for k in range(2, 10):
    inertias.append(KMeans(k, n_init=10, random_state=0).fit(Z).inertia_)
inertias


# In[7]:


km = KMeans(4, n_init=10, random_state=0)
cust['segment'] = km.fit_predict(Z)  # leak: L1
cust.groupby('segment')[feat].mean()


# In[8]:


X = pd.concat([cust[feat], pd.get_dummies(cust['segment'], prefix='seg')], axis=1)
X.columns = X.columns.astype(str)
y = cust['Response']
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=.3, random_state=5)


# In[9]:


gb = GradientBoostingClassifier(random_state=5).fit(Xtr, ytr)
print(gb.score(Xtr, ytr), gb.score(Xte, yte))
