"""PM2.5 forecast with ridge regression, split on dates."""
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import StandardScaler

TRAIN_END = "2013-12-31"
VAL_END = "2014-06-30"


def build(path):
    aq = pd.read_csv(path)
    aq.index = pd.to_datetime(aq[["year", "month", "day", "hour"]])
    aq = aq.drop(columns=["No", "year", "day"])
    aq = pd.get_dummies(aq, columns=["cbwd", "month", "hour"], dtype=float)
    for lag in (24, 25, 26, 48):
        aq[f"pm_lag{lag}"] = aq["pm2.5"].shift(lag)
    aq["pm_avg"] = aq["pm2.5"].shift(24).rolling(72, min_periods=12).mean()
    return aq[aq["pm2.5"].notna()]


def main():
    aq = build("PRSA.csv")
    y = np.log1p(aq.pop("pm2.5"))
    train = aq.index <= TRAIN_END
    val = (aq.index > TRAIN_END) & (aq.index <= VAL_END)
    test = aq.index > VAL_END

    imputer = SimpleImputer()
    scaler = StandardScaler()
    tr_x = scaler.fit_transform(imputer.fit_transform(aq[train]))
    va_x, te_x = (scaler.transform(imputer.transform(aq[m])) for m in (val, test))

    best = None
    for alpha in (0.1, 1, 10, 100, 1000):
        m = Ridge(alpha=alpha).fit(tr_x, y[train])
        mae = mean_absolute_error(y[val], m.predict(va_x))
        print(alpha, round(mae, 4))
        if best is None or mae < best[0]:
            best = (mae, alpha, m)

    print("alpha", best[1], "test MAE", mean_absolute_error(y[test], best[2].predict(te_x)))


if __name__ == "__main__":
    main()
