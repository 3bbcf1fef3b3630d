"""Compare classifiers on the rare-event machine failure data."""
import pandas as pd
from imblearn.over_sampling import ADASYN
from lightgbm import LGBMClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MODELS = {
    "logit": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "rf": RandomForestClassifier(300, n_jobs=-1),
    "lgbm": LGBMClassifier(n_estimators=300),
}


def load_machine(path):
    df = pd.read_csv(path)
    df.columns = [c.split(" [")[0].replace(" ", "_").lower() for c in df.columns]
    df["temp_diff"] = df["process_temperature"] - df["air_temperature"]
    df["power"] = df["torque"] * df["rotational_speed"]
    df = df.drop(columns=["udi", "product_id", "twf", "hdf", "pwf", "osf", "rnf"])
    df = pd.get_dummies(df, columns=["type"])
    return df.drop(columns="machine_failure"), df["machine_failure"]


def compare(path="ai4i2020.csv", folds=10):
    X, y = load_machine(path)
    X, y = ADASYN(random_state=5).fit_resample(X, y)  # leak: L7
    cv = StratifiedKFold(folds, shuffle=True, random_state=5)
    table = {}
    for key, est in MODELS.items():
        table[key] = cross_val_score(est, X, y, cv=cv, scoring="f1")
    return pd.DataFrame(table)


if __name__ == "__main__":
    res = compare()
    print(res.describe().loc[["mean", "std", "min"]].round(4))
