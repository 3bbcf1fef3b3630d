#!/usr/bin/env python
# coding: utf-8

# In[1]:


from sklearn.datasets import load_breast_cancer
import pandas as pd
import matplotlib.pyplot as plt


# In[2]:


cancer = load_breast_cancer()
df = pd.DataFrame(cancer['data'], columns=cancer['feature_names'])
df.head()


# In[3]:


# # PCA Visualization
# As we've noticed before it is difficult to visualize high dimensional data
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
scaler = StandardScaler()
scaled_data = scaler.fit_transform(df)
pca = PCA(n_components=2)
x_pca = pca.fit_transform(scaled_data)


# In[4]:


plt.figure(figsize=(8, 6))
plt.scatter(x_pca[:, 0], x_pca[:, 1], c=cancer['target'], cmap='plasma')
plt.xlabel('First principal component')
plt.ylabel('Second Principal Component')


# In[5]:


# # Models (raw features for the trees, pipeline for the rest)
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
X_train, X_test, y_train, y_test = train_test_split(df, cancer['target'], test_size=0.3, random_state=101)


# In[6]:


pipe = Pipeline([('sc', StandardScaler()), ('pca', PCA(n_components=10)), ('lr', LogisticRegression())])
pipe.fit(X_train, y_train)
print(pipe.score(X_test, y_test))


# In[7]:


rf = RandomForestClassifier(n_estimators=100).fit(X_train, y_train)
print(rf.score(X_test, y_test))


# In[8]:


from sklearn.metrics import classification_report
print(classification_report(y_test, pipe.predict(X_test)))
