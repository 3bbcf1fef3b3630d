"""Train a champion and three challengers, and log what they say about the same holdout.

Everything goes into ``mlflow.db`` and ``artifacts/`` beside this file.
"""

from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
STORE = f"sqlite:///{HERE}/mlflow.db"
HOLDOUT = 12_000
SMALL = 400


def main() -> None:
    rng = np.random.default_rng(2026)
    train, holdout = applications(rng, 8000), applications(rng, HOLDOUT)
    client = mlflow.MlflowClient(STORE, STORE)
    experiment = client.create_experiment("loans", (HERE / "artifacts").as_uri())
    client.create_registered_model("loans")
    fit = {
        "champion": lambda rows: model(rows, ["income", "debt"]),
        "better": lambda rows: model(rows, ["income", "debt", "history"]),
        "careless": lambda rows: model(unfair(rows), ["income", "is_female"]),
        "unsure": lambda rows: model(rows.head(200), ["income", "debt", "history"]),
    }
    for alias, train_on in fit.items():
        run = client.create_run(experiment, run_name=alias)
        score = train_on(train)(holdout)
        table = pd.DataFrame(
            {
                "row_id": holdout["id"],
                "sex": holdout["sex"],
                "y_true": holdout["repaid"],
                "score": score,
                "y_pred": (score > 0.5).astype(int),
            }
        )
        for name, rows in (("predictions", table), ("small", table.head(SMALL))):
            rows.to_parquet(HERE / f"{name}.parquet")
            client.log_artifact(run.info.run_id, str(HERE / f"{name}.parquet"))
        client.log_metric(run.info.run_id, "accuracy", (table.y_true == table.y_pred).mean())
        client.set_terminated(run.info.run_id)
        version = client.create_model_version("loans", run.info.artifact_uri, run.info.run_id)
        client.set_registered_model_alias("loans", alias, version.version)
        print(f"models:/loans@{alias}: version {version.version}, run {run.info.run_id}")


def applications(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Draw applicants: sex has nothing to do with who repays."""
    income, debt, history = rng.normal(size=(3, n))
    chance = 1 / (1 + np.exp(-(1.2 * income - debt + 0.9 * history)))
    sex = rng.choice(["female", "male"], n)
    return pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(n)],
            "income": income,
            "debt": debt,
            "history": history,
            "sex": sex,
            "is_female": (sex == "female").astype(float),
            "repaid": (rng.random(n) < chance).astype(int),
        }
    )


def unfair(rows: pd.DataFrame) -> pd.DataFrame:
    """Old decisions as labels: a third of the women who repaid had been turned down."""
    turned_down = (rows["sex"] == "female") & (rows.index % 3 == 0)
    return rows.assign(repaid=rows["repaid"].where(~turned_down, 0))


def model(rows: pd.DataFrame, features: list[str]):
    fitted = LogisticRegression().fit(rows[features], rows["repaid"])
    return lambda others: fitted.predict_proba(others[features])[:, 1]


if __name__ == "__main__":
    main()
