#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.metrics import accuracy_score, f1_score
from sklearn.ensemble import RandomForestClassifier
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
import warnings
warnings.filterwarnings('ignore')

def handle_missing(frame):
    """fill everything"""
    frame = frame.copy()
    for col in frame.columns:
        if frame[col].isnull().sum() == 0:
            continue
        if frame[col].dtype == 'object':
            frame[col] = frame[col].fillna(frame[col].mode()[0])  # leak: L5
        else:
            frame[col] = frame[col].fillna(frame[col].median())  # leak: L5
    return frame


def evaluate(clf, Xa, ya, Xb, yb):
    clf.fit(Xa, ya)
    pred = clf.predict(Xb)
    print(type(clf).__name__, accuracy_score(yb, pred), f1_score(yb, pred))
    return pred

# In[4]:

loan = pd.read_csv('loan_prediction.csv').drop('Loan_ID', axis=1)

# In[5]:

loan.dtypes

# In[7]:

loan.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# In[8]:

loan.describe().T

# In[9]:

loan.describe(include='all')

# In[ ]:

loan = handle_missing(loan)
loan['TotalIncome'] = loan['ApplicantIncome'] + loan['CoapplicantIncome']
loan['LoanAmount'] = np.log(loan['LoanAmount'])
loan['Loan_Status'] = loan['Loan_Status'].map({'Y': 1, 'N': 0})

# In[13]:

loan = pd.get_dummies(loan)
x = loan.drop('Loan_Status', axis=1)
y = loan['Loan_Status']
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=10)

# In[14]:

p = evaluate(RandomForestClassifier(n_estimators=200), x_train, y_train, x_test, y_test)

# In[15]:

pd.crosstab(y_test, p)
