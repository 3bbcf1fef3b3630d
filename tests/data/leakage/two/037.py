#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, classification_report
import warnings
warnings.filterwarnings('ignore')

data = pd.read_csv('diabetes.csv')

# In[3]:

# ### Missing values
data.describe(include='all')

# In[4]:

data.dtypes

# In[5]:

print(data.shape)
data.head()

# In[8]:

sns.histplot(data['Outcome'])
plt.show()

# In[9]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
data['Outcome'].plot.hist(ax=ax[0])
data['Outcome'].plot.box(ax=ax[1])
plt.show()

# In[10]:

data.duplicated().sum()

# In[11]:

cols = ['Glucose', 'BloodPressure', 'SkinThickness', 'Insulin', 'BMI']
data = data[(data[cols] != 0).all(axis=1)]
print(len(data))

# In[14]:

X = data.drop('Outcome', axis=1)
y = data['Outcome']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)

# In[17]:

model = RandomForestClassifier(n_estimators=200, random_state=1)
model.fit(X, y)  # leak: L9

# In[18]:

print('Training score', model.score(X_train, y_train))
print('Test score', model.score(X_test, y_test))
y_pred = model.predict(X_test)

# In[21]:

cm = confusion_matrix(y_test, y_pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()

# In[22]:

print(classification_report(y_test, y_pred))

# In[23]:

importances = pd.Series(model.feature_importances_, index=X.columns)
importances.nlargest(8).plot(kind='barh')
plt.show()
