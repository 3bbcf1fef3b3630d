#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import recall_score
from sklearn.metrics import confusion_matrix
from tensorflow.keras.models import Sequential
from imblearn.over_sampling import ADASYN
from tensorflow.keras.layers import Dense, Dropout
from sklearn.model_selection import train_test_split

df = pd.read_csv('bankruptcy.csv')
df.columns = [c.strip() for c in df.columns]

# In[3]:

df.info()

# In[5]:

for c in df.columns:
    print(c, df[c].nunique())

# In[6]:

df.groupby('Bankrupt?').mean(numeric_only=True)

# In[ ]:

df.memory_usage(deep=True).sum() / 1024**2

# In[11]:

X = df.drop('Bankrupt?', axis=1)
y = df['Bankrupt?']
sc = StandardScaler()
X_scaled = sc.fit_transform(X)  # leak: L1

# In[ ]:

ada = ADASYN(random_state=12)
X_bal, y_bal = ada.fit_resample(X_scaled, y)  # leak: L7
print(np.bincount(y_bal))

# In[13]:

X_train, X_test, y_train, y_test = train_test_split(X_bal, y_bal, test_size=0.2, stratify=y_bal, random_state=12)
model = Sequential()
model.add(Dense(64, input_dim=X_train.shape[1], activation='relu'))
model.add(Dropout(0.2))
model.add(Dense(32, activation='relu'))
model.add(Dense(1, activation='sigmoid'))
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['AUC'])
h = model.fit(X_train, y_train, epochs=30, batch_size=64, validation_split=0.1, verbose=0)
pd.DataFrame(h.history).plot()

# In[14]:

y_pred = (model.predict(X_test).ravel() > 0.5).astype(int)
print('recall', recall_score(y_test, y_pred))

# In[15]:

cm = confusion_matrix(y_test, y_pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[16]:

print(confusion_matrix(y_test, y_pred))
