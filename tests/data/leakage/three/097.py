# In[1]:
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import BayesianRidge
from sklearn.model_selection import RepeatedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler

# In[2]:
steel = pd.read_csv("steel_strength.csv").drop(columns=["formula", "elongation"])
y = steel["yield strength"]
X = steel.drop(columns=["yield strength", "tensile strength"])

# In[3]:
plt.figure(figsize=(9, 7))
sns.heatmap(steel.corr(), annot=True, fmt=".2f")

# In[4]:
# which elements matter on the whole table? (for the report)
skb = SelectKBest(f_regression, k="all").fit(X, y)
rank = pd.Series(skb.scores_, X.columns).sort_values()
rank.plot.barh()
et = ExtraTreesRegressor(500).fit(X, y)
pd.Series(et.feature_importances_, X.columns).sort_values().plot.barh()

# In[5]:
def make(est, k):
    return Pipeline([("rs", RobustScaler()), ("kb", SelectKBest(f_regression, k=k)), ("est", est)])


rkf = RepeatedKFold(n_splits=5, n_repeats=4, random_state=0)
for label, est in {"bayes": BayesianRidge(), "trees": ExtraTreesRegressor(300, n_jobs=-1)}.items():
    s = cross_val_score(make(est, 8), X, y, cv=rkf, scoring="neg_mean_absolute_error")
    print(label, "MAE %.1f MPa" % -s.mean())
