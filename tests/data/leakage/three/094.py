import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

CATS = ["sex", "smoker", "region"]
NUMS = ["age", "bmi", "children"]


def preprocess(df, scaler=None, encoder=None, fit=False):
    """Return the design matrix, creating the transformers when fit is set."""
    df = df.copy()
    df["bmi"] = df["bmi"].clip(10, 60)
    if fit:
        scaler = StandardScaler()
        encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
        num = scaler.fit_transform(df[NUMS])
        cat = encoder.fit_transform(df[CATS])
    else:
        num = scaler.transform(df[NUMS])
        cat = encoder.transform(df[CATS])
    return np.hstack([num, cat]), scaler, encoder


def main():
    data = pd.read_csv("insurance.csv")
    data = data.drop_duplicates()
    tr, te = train_test_split(data, test_size=0.2, random_state=12)

    Xtr, scaler, encoder = preprocess(tr, fit=True)
    Xte, _, _ = preprocess(te, scaler, encoder)

    model = GradientBoostingRegressor(n_estimators=300, max_depth=3, learning_rate=0.05)
    model.fit(Xtr, np.log(tr["charges"]))
    pred = np.exp(model.predict(Xte))
    print("MAE", mean_absolute_error(te["charges"], pred))


if __name__ == "__main__":
    main()
