# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt

# %%
df = pd.read_csv('student-por.csv', sep=';')
df['sex'] = df['sex'].map({'F': 0, 'M': 1})
for c in ['schoolsup', 'famsup', 'paid', 'activities', 'internet', 'romantic', 'higher', 'nursery']:
    df[c] = df[c].apply(lambda v: 1 if v == 'yes' else 0)
df = pd.get_dummies(df)

# %%
df.corr()['G3'].sort_values().plot(kind='barh', figsize=(5, 14))
plt.title('correlation with final grade')
plt.show()

# %%
from sklearn.model_selection import train_test_split
labels = df.pop('G3')
df = df.drop(['G1', 'G2'], axis=1)
X_train, X_test, y_train, y_test = train_test_split(df, labels, test_size=0.25, random_state=42)

# %%
# keep the 8 best variables
tr = X_train.copy()
tr['y'] = y_train
best = tr.corr()['y'].abs().drop('y').nlargest(8).index
X_train, X_test = X_train[best], X_test[best]
best

# %%
med = y_train.median()
print('baseline MAE', np.mean(abs(y_test - med)))

# %%
from sklearn.linear_model import LinearRegression, ElasticNet
from sklearn.svm import SVR
for m in (LinearRegression(), ElasticNet(alpha=.5), SVR(C=5)):
    m.fit(X_train, y_train)
    print(m, np.mean(abs(m.predict(X_test) - y_test)))
