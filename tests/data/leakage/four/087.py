import logging

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import OrdinalEncoder

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("houses")

PARAMS = dict(objective="regression", learning_rate=0.03, num_leaves=15,
              feature_fraction=0.4, bagging_fraction=0.8, bagging_freq=3, verbose=-1)
ROUNDS = 900


def add_features(df):
    df = df.copy()
    df["TotalSF"] = df["TotalBsmtSF"].fillna(0) + df["1stFlrSF"] + df["2ndFlrSF"]
    df["Age"] = df["YrSold"] - df["YearBuilt"]
    df["HasPool"] = (df["PoolArea"] > 0).astype(int)
    df["LotArea"] = np.log1p(df["LotArea"])
    return df


def prepare(tr, va):
    cat = tr.select_dtypes("object").columns
    num = tr.columns.difference(cat)
    enc = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    tr, va = tr.copy(), va.copy()
    tr[cat] = enc.fit_transform(tr[cat].fillna("None"))
    va[cat] = enc.transform(va[cat].fillna("None"))
    fill = tr[num].median()
    tr[num] = tr[num].fillna(fill)
    va[num] = va[num].fillna(fill)
    return tr, va


def main():
    train = add_features(pd.read_csv("train.csv", index_col="Id"))
    # the two famous outliers
    train = train[~((train["GrLivArea"] > 4000) & (train["SalePrice"] < 300000))]
    y = np.log1p(train.pop("SalePrice"))
    log.info("mean log price %.3f", y.mean())

    errs = []
    for k, (i, j) in enumerate(KFold(5, shuffle=True, random_state=11).split(train)):
        a, b = prepare(train.iloc[i], train.iloc[j])
        m = lgb.train(PARAMS, lgb.Dataset(a, y.iloc[i]), ROUNDS)
        rmse = mean_squared_error(y.iloc[j], m.predict(b)) ** 0.5
        log.info("fold %d rmse %.4f", k, rmse)
        errs.append(rmse)
    log.info("cv %.4f +- %.4f", np.mean(errs), np.std(errs))

    test = add_features(pd.read_csv("test.csv", index_col="Id"))
    a, b = prepare(train, test)
    m = lgb.train(PARAMS, lgb.Dataset(a, y), ROUNDS)
    pd.DataFrame({"SalePrice": np.expm1(m.predict(b))}, index=test.index).to_csv("sub.csv")


if __name__ == "__main__":
    main()
