from sklearn.datasets import make_classification
from sklearn.feature_selection import SelectKBest, f_classif, VarianceThreshold
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = make_classification(n_samples=150, n_features=3000, n_informative=5, random_state=1)
steps = [VarianceThreshold(), StandardScaler(), SelectKBest(f_classif, k=20)]
steps.append(LogisticRegression())
pipe = make_pipeline(*steps)

rskf = RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0)
res = cross_validate(pipe, X, y, cv=rskf, return_train_score=True)
print("train", res["train_score"].mean())
print("test", res["test_score"].mean())
