# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import joblib
from lightgbm import LGBMClassifier, early_stopping, log_evaluation
from sklearn.metrics import average_precision_score
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_parquet('transactions.parquet')
df['hour'] = df['ts'].dt.hour
df['amount_log'] = np.log1p(df['amount'])
df = df.drop(columns=['ts', 'id'])

# %%
df.groupby('is_fraud').mean(numeric_only=True)

# %%
df.info()

# %%
sns.histplot(df['is_fraud'])
plt.show()

# %%
df.columns

# %%
features = [c for c in df.columns if c != 'is_fraud']
X_tr, X_te, y_tr, y_te = train_test_split(df[features], df['is_fraud'], test_size=0.2, stratify=df['is_fraud'], random_state=7)
print(X_tr.shape, X_te.shape)

# %%
params = dict(n_estimators=5000, learning_rate=0.02, num_leaves=63, subsample=0.8, colsample_bytree=0.7)
clf = LGBMClassifier(**params)
clf.fit(  # leak: L6
    X_tr, y_tr,
    eval_set=[(X_te, y_te)],
    eval_metric='auc',
    callbacks=[early_stopping(100), log_evaluation(200)],
)

# %%
p = clf.predict_proba(X_te)[:, 1]
print('AUC', roc_auc_score(y_te, p))
print('AP', average_precision_score(y_te, p))

# %%
imp = pd.Series(clf.feature_importances_, index=features).sort_values()
imp.tail(25).plot.barh(figsize=(8, 10))
plt.show()

# %%
joblib.dump(clf, 'fraud_lgb.pkl')
