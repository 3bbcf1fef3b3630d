# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.feature_selection import SelectFromModel
from sklearn.metrics import roc_auc_score
from sklearn.utils import shuffle
from sklearn.pipeline import make_pipeline
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.preprocessing import QuantileTransformer
from sklearn.naive_bayes import GaussianNB
from sklearn.model_selection import StratifiedKFold
import matplotlib.pyplot as plt
import warnings
warnings.filterwarnings('ignore')

df = pd.read_csv('santander.csv', index_col='ID_code')
print(df.shape)
X, y = df.drop(columns='target'), df['target']

# %%
# 200 anonymous columns. drop the useless ones
sel = SelectFromModel(ExtraTreesClassifier(n_estimators=100, n_jobs=-1, random_state=0), threshold='median')
sel.fit(X, y)  # leak: L4
keep = X.columns[sel.get_support()].tolist()
print(len(keep), 'kept')

# %%
pd.Series(sel.estimator_.feature_importances_, index=X.columns).sort_values().plot.barh(figsize=(6, 30))
plt.savefig('imp.png')

# %%
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=44000)
oof = np.zeros(len(df))
for f, (ti, vi) in enumerate(folds.split(X, y)):
    print('Fold', f)
    gnb = make_pipeline(QuantileTransformer(output_distribution='normal'), GaussianNB())
    gnb.fit(X.iloc[ti][keep], y.iloc[ti])
    oof[vi] = gnb.predict_proba(X.iloc[vi][keep])[:, 1]
print('CV score: {:<8.5f}'.format(roc_auc_score(y, oof)))
