# In[1]:
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import resample

# In[2]:
df = pd.read_csv("stroke.csv").drop("id", axis=1)
df = df[df.gender != "Other"].dropna()
df.stroke.value_counts()

# In[3]:
majority = df[df.stroke == 0]
minority = df[df.stroke == 1]
minority_up = resample(minority, replace=True, n_samples=len(majority), random_state=123)  # leak: L7
balanced = pd.concat([majority, minority_up]).sample(frac=1, random_state=123)
balanced.stroke.value_counts()

# In[4]:
X = pd.get_dummies(balanced.drop("stroke", axis=1), drop_first=True)
y = balanced["stroke"]

# In[5]:
res = cross_validate(
    DecisionTreeClassifier(max_depth=12),
    X,
    y,
    cv=StratifiedKFold(10),
    scoring=["accuracy", "recall", "precision"],
)
for k, v in res.items():
    print(k, np.round(v.mean(), 3))
