"""What is known about a stay one day after the admission."""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent / "data"
TIMES = ["predicted_at"]
ITEMS = [f"q{number:03d}" for number in range(1, 161)]
FEATURES = [
    "age",
    "emergency",
    "stays_before",
    "pulse",
    "medications_day_one",
    "labs_week",
    "creatinine_week",
    *ITEMS,
]


def build(stays: pd.DataFrame) -> pd.DataFrame:
    """Return the features of each stay, and `labs_at`: when the last laboratory value came."""
    times = {name: pd.to_datetime(stays[name]) for name in TIMES}
    moments = stays[["patient", *TIMES]].assign(**times).sort_values("predicted_at")
    before = moments.groupby("patient").cumcount().rename("stays_before")
    return pd.concat([stays, before, labs_of_the_week(moments)], axis=1)[[*FEATURES, "labs_at"]]


def labs_of_the_week(moments: pd.DataFrame) -> pd.DataFrame:
    """Count and average what was taken in the last seven days and reported by now."""
    labs = pd.read_csv(DATA / "labs.csv", parse_dates=["taken", "reported"])
    rows = moments.reset_index(names="row").merge(labs, on="patient")
    known = rows["reported"] < rows["predicted_at"]
    recent = rows["taken"] >= rows["predicted_at"] - pd.Timedelta("7D")
    week = rows[known & recent].groupby("row")
    return pd.DataFrame(
        {
            "labs_week": week.size().reindex(moments.index, fill_value=0),
            "creatinine_week": week["creatinine"].mean(),
            "labs_at": week["reported"].max(),
        }
    )
