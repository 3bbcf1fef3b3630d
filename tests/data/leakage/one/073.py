from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
pipe = Pipeline([("sc", StandardScaler()), ("pca", PCA()), ("svc", SVC())])
space = {
    "pca__n_components": [5, 10, 20],
    "svc__C": [0.1, 1, 10],
    "svc__gamma": ["scale", 0.01],
}
inner = KFold(n_splits=4, shuffle=True, random_state=1)
outer = KFold(n_splits=5, shuffle=True, random_state=2)
search = GridSearchCV(pipe, space, cv=inner)
nested = cross_val_score(search, X, y, cv=outer)
print("nested accuracy", nested.mean())
