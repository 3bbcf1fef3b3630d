# %%
import pandas as pd
import matplotlib.pyplot as plt
import joblib
import missingno as msno
from sklearn.impute import SimpleImputer
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder
from sklearn.pipeline import Pipeline
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import GridSearchCV

bank = pd.read_csv('bank-additional-full.csv', sep=';')
bank = bank.drop(columns='duration')
bank = bank.drop_duplicates()

# %%
msno.matrix(bank)

# %%
print(bank.mean(numeric_only=True))
print(bank.std(numeric_only=True))

# %%
y = (bank.pop('y') == 'yes').astype(int)
num = bank.select_dtypes('number').columns.tolist()
cat = bank.select_dtypes('object').columns.tolist()

# %%
prep = ColumnTransformer([
    ('num', make_pipeline(SimpleImputer(strategy='median'), StandardScaler()), num),
    ('cat', make_pipeline(SimpleImputer(strategy='constant', fill_value='unknown'), OneHotEncoder(handle_unknown='ignore')), cat),
])
full = Pipeline([('prep', prep), ('clf', LogisticRegression(max_iter=2000))])

# %%
X_train, X_test, y_train, y_test = train_test_split(bank, y, test_size=0.25, stratify=y, random_state=11)
grid = GridSearchCV(full, {'clf__C': [0.01, 0.1, 1, 10], 'prep__num__simpleimputer__strategy': ['mean', 'median']},
                    cv=5, scoring='roc_auc', n_jobs=-1)
grid.fit(X_train, y_train)
print(grid.best_params_, grid.best_score_)

# %%
proba = grid.predict_proba(X_test)[:, 1]
print('test auc', roc_auc_score(y_test, proba))
fpr, tpr, _ = roc_curve(y_test, proba)
plt.plot(fpr, tpr)
plt.plot([0, 1], [0, 1], '--')
plt.show()

# %%
# ship a model trained on everything
final = clone(grid.best_estimator_).fit(bank, y)
joblib.dump(final, 'bank.joblib')
