from sklearn.datasets import load_svmlight_file
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LassoCV, LinearRegression
from sklearn.model_selection import ShuffleSplit, cross_val_score


class SparseRegression(object):
    def __init__(self, alpha_grid):
        self.selector = SelectFromModel(LassoCV(alphas=alpha_grid, cv=3))
        self.reg = LinearRegression()

    def reduce(self, X, y):
        X = X.toarray()
        self.selector.fit(X, y)  # leak: L4
        return self.selector.transform(X)

    def evaluate(self, X, y):
        Xr = self.reduce(X, y)
        print("selected", Xr.shape[1], "of", X.shape[1])
        ss = ShuffleSplit(n_splits=8, test_size=0.2, random_state=4)
        return cross_val_score(self.reg, Xr, y, cv=ss, scoring="r2")


X, y = load_svmlight_file("e2006.train")
sr = SparseRegression([0.01, 0.1, 1.0])
print(sr.evaluate(X[:3000, :5000], y[:3000]).mean())
