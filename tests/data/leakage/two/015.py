# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import joblib
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import StratifiedKFold
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler, OneHotEncoder, FunctionTransformer, TargetEncoder
from sklearn.pipeline import Pipeline
from sklearn.utils import shuffle

df = pd.read_csv('adult.csv', na_values=' ?')
df = df.drop(columns=['fnlwgt', 'education'])
y = df.pop('income').str.contains('>50K').astype(int)

# %%
fig, ax = plt.subplots(1, 2, figsize=(14, 5))
df['age'].plot.hist(ax=ax[0])
df['age'].plot.box(ax=ax[1])
plt.show()

# %%
missing = df.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# %%
print(df.mean(numeric_only=True))
print(df.std(numeric_only=True))

# %%
df.isnull().sum()

# %%
hi = ['occupation', 'native-country', 'marital-status', 'workclass']
lo = ['sex', 'race', 'relationship']
num = ['age', 'education-num', 'capital-gain', 'capital-loss', 'hours-per-week']
df[hi + lo] = df[hi + lo].fillna('none')

# %%
pre = ColumnTransformer([
    ('te', TargetEncoder(smooth='auto'), hi),
    ('oh', OneHotEncoder(handle_unknown='ignore'), lo),
    ('log', FunctionTransformer(np.log1p), ['capital-gain', 'capital-loss']),
    ('num', StandardScaler(), ['age', 'education-num', 'hours-per-week']),
])
pipe = Pipeline([('pre', pre), ('kb', SelectKBest(f_classif)), ('lr', LogisticRegression(max_iter=1000))])

# %%
gs = GridSearchCV(pipe, {'kb__k': [5, 10, 'all'], 'lr__C': [0.1, 1, 10]}, cv=StratifiedKFold(5, shuffle=True, random_state=0), scoring='roc_auc')
gs.fit(df, y)
pd.DataFrame(gs.cv_results_)[['param_kb__k', 'param_lr__C', 'mean_test_score', 'std_test_score']]

# %%
print('cv auc', gs.best_score_)
joblib.dump(gs.best_estimator_, 'adult.joblib')
