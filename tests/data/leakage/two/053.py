#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.metrics import confusion_matrix, precision_score, recall_score
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('hr_attrition.csv')
df = df.drop(['EmployeeCount', 'Over18', 'StandardHours'], axis=1)

# In[3]:

# Check the distribution
sns.histplot(df['Attrition'])
plt.show()

# In[4]:

df.isnull().sum()

# In[5]:

df.info()

# In[6]:

df.duplicated().sum()

# In[8]:

for c in df.columns:
    print(c, df[c].nunique())

# In[9]:

# Check the distribution
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['Attrition'].plot.hist(ax=ax[0])
df['Attrition'].plot.box(ax=ax[1])
plt.show()

# In[10]:

tmp = pd.get_dummies(df.drop('Attrition', axis=1))
target = df['Attrition'].map({'Yes': 1, 'No': 0})
rf_eda = RandomForestClassifier(n_estimators=100, random_state=0)
rf_eda.fit(tmp, target)
pd.Series(rf_eda.feature_importances_, tmp.columns).nlargest(20).plot.barh()
plt.title('what drives attrition (whole company)')
plt.show()

# In[12]:

mi = mutual_info_classif(tmp, target)
print(pd.Series(mi, tmp.columns).sort_values(ascending=False).head(10))

# In[15]:

# modelling uses all columns
X_train, X_test, y_train, y_test = train_test_split(tmp, target, stratify=target, random_state=4)
lr = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, class_weight='balanced'))
lr.fit(X_train, y_train)
pred = lr.predict(X_test)

# In[16]:

print(confusion_matrix(y_test, pred))

# In[19]:

print('recall', recall_score(y_test, pred), 'precision', precision_score(y_test, pred))
