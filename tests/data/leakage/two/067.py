#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import cross_validate
from sklearn.model_selection import RepeatedStratifiedKFold
from imblearn.under_sampling import RandomUnderSampler
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import StandardScaler

from imblearn.pipeline import Pipeline as ImbPipeline
card = pd.read_csv('creditcard.csv')

# In[5]:

print(card.mean(numeric_only=True))
print(card.std(numeric_only=True))

# In[6]:

# Let's have a look at the data
card.groupby('Class').mean(numeric_only=True)

# In[7]:

fig, ax = plt.subplots(1, 2, figsize=(14, 5))
card['Class'].plot.hist(ax=ax[0])
card['Class'].plot.box(ax=ax[1])
plt.show()

# In[8]:

# Check the distribution
card.isnull().sum()

# In[9]:

card.describe().T

# In[10]:

card.sample(5)

# In[11]:

card['LogAmount'] = np.log(card['Amount'] + 0.001)
X = card.drop(['Class', 'Time', 'Amount'], axis=1)
y = card['Class']

# In[14]:

pipe = ImbPipeline([
    ('scale', StandardScaler()),
    ('over', SMOTE(sampling_strategy=0.1, random_state=0)),
    ('under', RandomUnderSampler(sampling_strategy=0.5, random_state=0)),
    ('lr', LogisticRegression(max_iter=500)),
])

# In[17]:

cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=1)
res = cross_validate(pipe, X, y, cv=cv, scoring=['roc_auc', 'average_precision'], n_jobs=-1)
for k, v in res.items():
    print(k, v.mean().round(4))

# In[18]:

# same thing with a forest
pipe.set_params(lr=RandomForestClassifier(n_estimators=100, n_jobs=-1))
res_rf = cross_validate(pipe, X, y, cv=cv, scoring=['roc_auc', 'average_precision'])

# In[19]:

plt.boxplot([res['test_average_precision'], res_rf['test_average_precision']])
plt.xticks([1, 2], ['LR', 'RF'])
plt.show()
