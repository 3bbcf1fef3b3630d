# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import numpy as np
from sklearn.model_selection import StratifiedKFold
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.utils import shuffle

w = pd.read_csv('weatherAUS.csv').dropna(subset=['RainTomorrow', 'RainToday'])
w['RainTomorrow'] = (w['RainTomorrow'] == 'Yes').astype(int)
w['RainToday'] = (w['RainToday'] == 'Yes').astype(int)
w['Month'] = pd.to_datetime(w['Date']).dt.month

# %%
missing = w.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# %%
sns.histplot(w['RainTomorrow'])
plt.show()

# %%
w.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# %%
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
w['RainTomorrow'].plot.hist(ax=ax[0])
w['RainTomorrow'].plot.box(ax=ax[1])
plt.show()

# %%
w.isnull().sum()

# %%
num = w.select_dtypes('float').columns
w[num] = w[num].fillna(0)
w[num] = w[num].apply(lambda c: (c - c.min()) / (c.max() - c.min()))  # leak: L5

# %%
w = pd.get_dummies(w.drop(columns=['Date', 'Location']))
X, y = w.drop(columns='RainTomorrow'), w['RainTomorrow']
skf = StratifiedKFold(5, shuffle=True, random_state=6)
res = []
for tr, te in skf.split(X, y):
    m = LogisticRegression(max_iter=400)
    m.fit(X.iloc[tr], y.iloc[tr])
    res.append(f1_score(y.iloc[te], m.predict(X.iloc[te])))
    print(res[-1])
print(np.mean(res))
