import sys

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_selection import VarianceThreshold
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR


def read(path):
    df = pd.read_csv(path)
    y = df["critical_temp"].to_numpy()
    return df.drop(columns=["critical_temp", "material"]).astype(float), y


def reduce_dim(X, n_comp=30):
    vt = VarianceThreshold(1e-3)
    X = vt.fit_transform(X)  # leak: L1
    print("kept", X.shape[1], "columns", file=sys.stderr)
    svd = TruncatedSVD(n_comp, random_state=0)
    return svd.fit_transform(X)  # leak: L1


def main():
    X, y = read(sys.argv[1])
    Z = reduce_dim(X)
    Z_train, Z_test, y_train, y_test = train_test_split(Z, y, test_size=0.2, random_state=0)
    svr = SVR(C=50, epsilon=0.5)
    svr.fit(Z_train, y_train)
    rmse = np.sqrt(mean_squared_error(y_test, svr.predict(Z_test)))
    print("RMSE %.3f K" % rmse)


if __name__ == "__main__":
    main()
