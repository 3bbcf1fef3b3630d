#!/usr/bin/env python
# coding: utf-8

# # Telecom churn
# First pass with a logistic regression.

# In[1]:


import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns

from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler


# In[2]:


df = pd.read_csv("../input/telco.csv")
df.head()


# In[3]:


df["TotalCharges"] = pd.to_numeric(df["TotalCharges"], errors="coerce")
df = df.dropna(subset=["TotalCharges"])
df = df.drop("customerID", axis=1)


# In[4]:


sns.countplot(x="Churn", data=df)
plt.show()


# In[5]:


df["Churn"] = (df["Churn"] == "Yes").astype(int)
df = pd.get_dummies(df, drop_first=True)
df.shape


# In[6]:


num = ["tenure", "MonthlyCharges", "TotalCharges"]
mms = MinMaxScaler()
df[num] = mms.fit_transform(df[num])  # leak: L1


# In[7]:


y = df.pop("Churn")
X_tr, X_te, y_tr, y_te = train_test_split(df, y, test_size=0.25, stratify=y, random_state=7)


# In[8]:


clf = LogisticRegression(max_iter=500, class_weight="balanced")
clf.fit(X_tr, y_tr)
p = clf.predict_proba(X_te)[:, 1]
print(classification_report(y_te, p > 0.5))
print("AUC", roc_auc_score(y_te, p))
