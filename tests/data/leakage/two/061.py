# %%
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import confusion_matrix
from sklearn.metrics import precision_recall_curve
from sklearn.preprocessing import OneHotEncoder
from sklearn.model_selection import train_test_split, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.compose import make_column_transformer, make_column_selector

df = pd.read_csv('readmission.csv').drop_duplicates('patient_id')
y = df['readmitted']
X = df.drop(columns=['patient_id', 'readmitted'])

# %%
df.describe(include='all')

# %%
df.groupby('readmitted').mean(numeric_only=True)

# %%
# Check the distribution
plt.figure(figsize=(12, 8))
sns.heatmap(df.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# %%
missing = df.isnull().sum().sort_values(ascending=False)
missing = missing[missing > 0]
missing.plot.bar()

# %%
df.sample(5)

# %%
cat = make_column_selector(dtype_include=object)
num = make_column_selector(dtype_exclude=object)
model = make_pipeline(
    make_column_transformer((OneHotEncoder(handle_unknown='ignore', min_frequency=50), cat), (SimpleImputer(add_indicator=True), num)),
    RandomForestClassifier(n_estimators=400, min_samples_leaf=5, n_jobs=-1, random_state=0),
)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=0)
oof = cross_val_predict(model, X_train, y_train, cv=5, method='predict_proba')[:, 1]
prec, rec, th = precision_recall_curve(y_train, oof)
f1 = 2 * prec * rec / (prec + rec + 1e-12)
t = th[f1[:-1].argmax()]
plt.plot(th, f1[:-1])
plt.axvline(t, ls='--')
plt.show()

# %%
model.fit(X_train, y_train)
y_pred = (model.predict_proba(X_test)[:, 1] >= t).astype(int)
print('threshold %.3f' % t)

# %%
print(confusion_matrix(y_test, y_pred))
