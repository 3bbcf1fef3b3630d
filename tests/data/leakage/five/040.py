# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt

# %%
df = pd.read_csv('diabetes.csv')
df.describe().T

# %%
# zeros in these columns are really missing values
cols = ['Glucose', 'BloodPressure', 'SkinThickness', 'Insulin', 'BMI']
df[cols] = df[cols].replace(0, np.nan)
df.isnull().sum()

# %%
for c in cols:
    df[c] = df[c].fillna(df[c].median())  # leak: L5

# %%
df.hist(figsize=(10, 10))
plt.show()

# %%
from sklearn.preprocessing import StandardScaler
X = df.drop('Outcome', axis=1)
y = df['Outcome']
X_scaled = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)  # leak: L1

# %%
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=1/3, random_state=42, stratify=y)

# %%
from sklearn.svm import SVC
from sklearn.naive_bayes import GaussianNB
from sklearn.metrics import accuracy_score
for model in (SVC(kernel='linear'), GaussianNB()):
    model.fit(X_train, y_train)
    print(type(model).__name__, accuracy_score(y_test, model.predict(X_test)))
