#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.preprocessing import OneHotEncoder, LabelBinarizer
from sklearn.model_selection import GridSearchCV
from sklearn.metrics import accuracy_score
from sklearn.pipeline import Pipeline
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import confusion_matrix
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('mushrooms.csv')
df.head()

# In[3]:

y = LabelBinarizer().fit_transform(df['class']).ravel()
X = df.drop('class', axis=1)
df['class'].value_counts()

# In[5]:

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=17)
print(X_train.shape, X_test.shape)

# In[7]:

pipe = Pipeline([('ohe', OneHotEncoder(handle_unknown='ignore')), ('dt', DecisionTreeClassifier(random_state=17))])
params = {'dt__max_depth': [3, 5, 8, 12], 'dt__min_samples_leaf': [1, 5, 20]}
gs = GridSearchCV(pipe, params, cv=5)
gs.fit(X, y)  # leak: L9
print(gs.best_params_)
print(gs.best_score_)

# In[10]:

best = gs.best_estimator_
pred = best.predict(X_test)
print('Accuracy on the test set:', accuracy_score(y_test, pred))

# In[11]:

cm = confusion_matrix(y_test, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[12]:

print(confusion_matrix(y_test, pred))
