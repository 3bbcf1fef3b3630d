# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.pipeline import Pipeline
from sklearn.model_selection import cross_val_score, GridSearchCV
from imblearn.over_sampling import BorderlineSMOTE
from sklearn.svm import SVC
import warnings
warnings.filterwarnings('ignore')

hr = pd.read_csv('HR-Employee-Attrition.csv')
hr['Attrition'] = np.where(hr['Attrition'] == 'Yes', 1, 0)

# %%
# ### Missing values
hr.isnull().sum()

# %%
print(hr.shape)
hr.head()

# %%
X = pd.get_dummies(hr.drop(columns=['Attrition', 'EmployeeNumber', 'EmployeeCount']))
y = hr['Attrition']

# %%
smote = BorderlineSMOTE(random_state=5)
X_sm, y_sm = smote.fit_resample(X, y)  # leak: L7
print(X.shape, X_sm.shape)

# %%
pipe = Pipeline([('sc', MinMaxScaler()), ('svc', SVC())])
gs = GridSearchCV(pipe, {'svc__C': [0.5, 1, 5], 'svc__kernel': ['rbf', 'poly']}, cv=5, scoring='f1')
gs.fit(X_sm, y_sm)
print('best f1', gs.best_score_, gs.best_params_)

# %%
acc = cross_val_score(gs.best_estimator_, X_sm, y_sm, cv=10)
print("Accuracy: {:.2f} %".format(acc.mean() * 100))
print("Std: {:.2f} %".format(acc.std() * 100))
