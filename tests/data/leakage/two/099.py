# %%
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.metrics import classification_report

raw = pd.read_csv('insurance_claims.csv')
raw = raw.drop(columns=['policy_number', '_c39', 'incident_location', 'insured_zip'])
raw['fraud_reported'] = raw['fraud_reported'].eq('Y').astype(int)

# %%
raw.duplicated().sum()

# %%
plt.figure(figsize=(12, 8))
sns.heatmap(raw.corr(numeric_only=True), annot=True, cmap='coolwarm')
plt.show()

# %%
frauds = raw[raw['fraud_reported'] == 1]
balanced = pd.concat([raw] + [frauds] * 2, ignore_index=True)  # leak: L7
balanced = balanced.sample(frac=1, random_state=9).reset_index(drop=True)
balanced['fraud_reported'].mean()

# %%
for c in ['policy_bind_date', 'incident_date']:
    balanced[c] = pd.to_datetime(balanced[c]).map(pd.Timestamp.toordinal)
balanced = pd.get_dummies(balanced)

# %%
split = int(len(balanced) * 0.8)
train, test = balanced[:split], balanced[split:]
X_train, y_train = train.drop(columns='fraud_reported'), train['fraud_reported']
X_test, y_test = test.drop(columns='fraud_reported'), test['fraud_reported']
rf = RandomForestClassifier(n_estimators=500, n_jobs=-1)
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)
print(f1_score(y_test, y_pred))

# %%
print(classification_report(y_test, y_pred))
