# In[1]:
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.preprocessing import StandardScaler

# In[2]:
mammo = pd.read_csv("mammography.csv", header=None)
X = mammo.iloc[:, :-1].values
y = (mammo.iloc[:, -1].astype(str).str.strip("'") == "1").astype(int).values
print(X.shape, y.mean())

# In[3]:
steps = [
    ("scale", StandardScaler()),
    ("over", SMOTE(sampling_strategy=0.2, k_neighbors=5)),
    ("under", RandomUnderSampler(sampling_strategy=0.5)),
    ("model", RandomForestClassifier(n_estimators=200, n_jobs=-1)),
]
pipeline = Pipeline(steps)

# In[4]:
cv = RepeatedStratifiedKFold(n_splits=10, n_repeats=3, random_state=1)
res = cross_validate(pipeline, X, y, cv=cv, scoring=["roc_auc", "average_precision"])
print("ROC AUC %.3f" % res["test_roc_auc"].mean())
print("AP      %.3f" % res["test_average_precision"].mean())

# In[5]:
# look at what the sampler does to the class counts
Xr, yr = SMOTE(sampling_strategy=0.2).fit_resample(X, y)
print(pd.Series(y).value_counts(), pd.Series(yr).value_counts())

# In[6]:
pipeline.fit(X, y)
pd.to_pickle(pipeline, "mammo_pipeline.pkl")
