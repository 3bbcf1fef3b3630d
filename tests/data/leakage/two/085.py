#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import time
from sklearn.metrics import accuracy_score
from sklearn.metrics import classification_report
import matplotlib.pyplot as plt
from sklearn.decomposition import PCA
from sklearn.svm import SVC

train = pd.read_csv('mnist_train.csv')
test = pd.read_csv('mnist_test.csv')
y_train, y_test = train.pop('label'), test.pop('label')

# In[3]:

plt.imshow(train.iloc[3].values.reshape(28, 28), cmap='binary')
plt.title(y_train[3])

# In[4]:

X_all = np.vstack([train.values, test.values]) / 255.0
pca = PCA(n_components=50, whiten=True)
X_all = pca.fit_transform(X_all)  # leak: L2
plt.plot(pca.explained_variance_ratio_.cumsum())
plt.show()

# In[6]:

X_train = X_all[:len(train)]
X_test = X_all[len(train):]

# In[9]:

t0 = time.time()
svc = SVC(C=5)
svc.fit(X_train, y_train)
print('fit in', time.time() - t0)
pred = svc.predict(X_test)
print(accuracy_score(y_test, pred))

# In[10]:

pd.crosstab(y_test, pred)

# In[13]:

print(classification_report(y_test, pred))

# In[14]:

wrong = np.where(pred != y_test)[0]
fig, axs = plt.subplots(1, 5)
for ax, i in zip(axs, wrong[:5]):
    ax.imshow(test.iloc[i].values.reshape(28, 28))
