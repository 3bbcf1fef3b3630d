#!/usr/bin/env python
# coding: utf-8


# In[1]:

import pandas as pd
import pickle
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.svm import SVC
from xgboost import XGBClassifier
from sklearn.ensemble import RandomForestClassifier, AdaBoostClassifier
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('water_potability.csv').dropna()

# In[2]:

# TODO: write some text here
df.dtypes

# In[3]:

# Check the distribution
print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# In[4]:

df.groupby('Potability').mean(numeric_only=True)

# In[5]:

X_train, X_test, y_train, y_test = train_test_split(df.drop('Potability', axis=1), df['Potability'], test_size=0.25, random_state=33)
ss = StandardScaler()
X_train = ss.fit_transform(X_train)
X_test = ss.transform(X_test)

# In[6]:

best_name, best_model, best_acc = None, None, 0
zoo = {
    'logreg': LogisticRegression(),
    'svm': SVC(),
    'rf': RandomForestClassifier(n_estimators=300),
    'xgb': XGBClassifier(),
    'ada': AdaBoostClassifier(),
}
for name, mdl in zoo.items():
    mdl.fit(X_train, y_train)
    acc = accuracy_score(y_test, mdl.predict(X_test))  # multi: L8  # leak: L6
    print(name, acc)
    if acc > best_acc:
        best_name, best_model, best_acc = name, mdl, acc

# In[8]:

print('winner is', best_name, 'with test accuracy', best_acc)
pickle.dump(best_model, open('best_model.pkl', 'wb'))
pred = best_model.predict(X_test)

# In[ ]:

print(confusion_matrix(y_test, pred))
