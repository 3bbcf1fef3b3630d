import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from collections import Counter
from sklearn.model_selection import StratifiedKFold, cross_validate
import pandas as pd
from sklearn.utils import shuffle
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.preprocessing import StandardScaler

from imblearn.over_sampling import RandomOverSampler


def load(path):
    d = pd.read_csv(path)
    d = d.drop(columns=['customerID'])
    d['TotalCharges'] = pd.to_numeric(d['TotalCharges'], errors='coerce')
    d = d.dropna()
    yy = (d.pop('Churn') == 'Yes').astype(int)
    return pd.get_dummies(d), yy


X, y = load('WA_Fn-UseC_-Telco-Customer-Churn.csv')
print('class balance', Counter(y))

ros = RandomOverSampler(random_state=0)
X_over, y_over = ros.fit_resample(X, y)  # leak: L7
print('class balance', Counter(y_over))

candidates = {
    'dt': DecisionTreeClassifier(),
    'rf': RandomForestClassifier(n_estimators=300, n_jobs=-1),
    'lr': make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
}
rows = []
for k, est in candidates.items():
    sc = cross_validate(est, X_over, y_over, cv=StratifiedKFold(10, shuffle=True), scoring=['accuracy', 'recall', 'roc_auc'])
    rows.append({'model': k, **{m: sc[m].mean() for m in sc if m.startswith('test_')}})
print(pd.DataFrame(rows).to_string())
