#!/usr/bin/env python
# coding: utf-8


# In[3]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import accuracy_score
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('KNN_Project_Data')

# In[5]:

df.dtypes

# In[7]:

df.describe(include='all')

# In[8]:

df.isnull().sum()

# In[10]:

df = df.rename(columns={'TARGET_CLASS': 'target'})
X_train, X_test, y_train, y_test = train_test_split(df.drop('target', axis=1), df['target'], test_size=0.30, random_state=101)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)

# In[11]:

error_rate = []
for i in range(1, 60):
    knn = KNeighborsClassifier(n_neighbors=i)
    knn.fit(X_train, y_train)
    pred_i = knn.predict(X_test)
    error_rate.append(np.mean(pred_i != y_test))  # leak: L6

# In[12]:

plt.figure(figsize=(10, 6))
plt.plot(range(1, 60), error_rate, color='blue', linestyle='dashed', marker='o')
plt.title('Error Rate vs. K Value')
plt.show()

# In[15]:

k_best = int(np.argmin(error_rate)) + 1
knn = KNeighborsClassifier(n_neighbors=k_best)
knn.fit(X_train, y_train)
pred = knn.predict(X_test)
print('K =', k_best)
print(accuracy_score(y_test, pred))

# In[16]:

cm = confusion_matrix(y_test, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[17]:

print(confusion_matrix(y_test, pred))
