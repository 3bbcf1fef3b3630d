#!/usr/bin/env python
# coding: utf-8


# In[3]:

import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import pandas as pd
from sklearn.model_selection import train_test_split
from catboost import Pool
from catboost import CatBoostRegressor
import warnings
warnings.filterwarnings('ignore')

train = pd.read_csv('/kaggle/input/tabular/train.csv')
test = pd.read_csv('/kaggle/input/tabular/test.csv')
sub = pd.read_csv('/kaggle/input/tabular/sample_submission.csv')

# In[4]:

train.memory_usage(deep=True).sum() / 1024**2

# In[6]:

train.info()

# In[7]:

cat_features = [c for c in train.columns if c.startswith('cat')]
for c in cat_features:
    train[c] = train[c].astype(str)
    test[c] = test[c].astype(str)
features = [c for c in test.columns if c != 'id']

# In[9]:

X_tr, X_va, y_tr, y_va = train_test_split(train[features], train['target'], test_size=0.1, random_state=99)
tr_pool = Pool(X_tr, y_tr, cat_features=cat_features)
va_pool = Pool(X_va, y_va, cat_features=cat_features)

# In[10]:

cb = CatBoostRegressor(iterations=10000, learning_rate=0.03, depth=7, eval_metric='RMSE', od_wait=200, task_type='GPU')
cb.fit(tr_pool, eval_set=va_pool, use_best_model=True, verbose=500)

# In[12]:

imp = cb.get_feature_importance(prettified=True)
sns.barplot(data=imp.head(20), x='Importances', y='Feature Id')
plt.show()

# In[14]:

sub['target'] = cb.predict(test[features])
sub.to_csv('cat_sub.csv', index=False)
sub['target'].hist(bins=100)
