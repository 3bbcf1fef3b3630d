#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.feature_selection import RFE
import seaborn as sns
from sklearn.preprocessing import StandardScaler
import warnings
warnings.filterwarnings('ignore')

data = pd.read_csv('data.csv')
data = data.drop(['id', 'Unnamed: 32'], axis=1)
data['diagnosis'] = data['diagnosis'].map({'M': 1, 'B': 0})

# In[2]:

data.groupby('diagnosis').mean(numeric_only=True)

# In[3]:

# Let's have a look at the data
for c in data.columns:
    print(c, data[c].nunique())

# In[4]:

# ## Exploratory data analysis
data.memory_usage(deep=True).sum() / 1024**2

# In[7]:

X = data.drop('diagnosis', axis=1)
y = data['diagnosis']

# In[8]:

logreg = LogisticRegression(solver='liblinear')
rfe = RFE(logreg, n_features_to_select=10)
rfe = rfe.fit(X, y)  # leak: L4
print(rfe.support_)
print(rfe.ranking_)

# In[9]:

cols = X.columns[rfe.support_]
X = X[cols]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

# In[10]:

sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
logreg = LogisticRegression()
logreg.fit(X_train, y_train)
y_pred = logreg.predict(X_test)
print('Accuracy of logistic regression classifier on test set: {:.2f}'.format(logreg.score(X_test, y_test)))

# In[11]:

print(confusion_matrix(y_test, y_pred))

# In[13]:

cm = confusion_matrix(y_test, y_pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()
