#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from sklearn.tree import DecisionTreeClassifier
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import accuracy_score
from sklearn.linear_model import LogisticRegression
import matplotlib.pyplot as plt

iris = pd.read_csv('Iris.csv')
iris.drop('Id', axis=1, inplace=True)

# In[6]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
iris['Species'].plot.hist(ax=ax[0])
iris['Species'].plot.box(ax=ax[1])
plt.show()

# In[7]:

msno.matrix(iris)

# In[10]:

iris.duplicated().sum()

# In[12]:

iris.plot(kind='scatter', x='SepalLengthCm', y='SepalWidthCm')
plt.show()

# In[15]:

train, test = train_test_split(iris, test_size=0.3)
train_X = train[['SepalLengthCm', 'SepalWidthCm', 'PetalLengthCm', 'PetalWidthCm']]
train_y = train.Species
test_X = test[['SepalLengthCm', 'SepalWidthCm', 'PetalLengthCm', 'PetalWidthCm']]
test_y = test.Species

# In[16]:

model = SVC()
model.fit(train_X, train_y)
prediction = model.predict(test_X)
print('The accuracy of the SVM is:', accuracy_score(prediction, test_y))

# In[17]:

model = LogisticRegression(max_iter=300)
model.fit(train_X, train_y)
prediction = model.predict(test_X)
print('The accuracy of the Logistic Regression is', accuracy_score(prediction, test_y))  # multi: L8

# In[ ]:

model = DecisionTreeClassifier()
model.fit(train_X, train_y)
prediction = model.predict(test_X)
print('The accuracy of the Decision Tree is', accuracy_score(prediction, test_y))

# In[20]:

model = KNeighborsClassifier(n_neighbors=3)
model.fit(train_X, train_y)
prediction = model.predict(test_X)
print('The accuracy of the KNN is', accuracy_score(prediction, test_y))
