"""What the data warehouse says about a stay, whenever it came to know it."""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent / "data"
TIMES = ["predicted_at", "discharged"]
ITEMS = [f"q{number:03d}" for number in range(1, 161)]
FEATURES = [
    "age",
    "emergency",
    "stays_before",
    "pulse",
    "medications_stay",  # leak 1: of the whole stay, which is known at its end
    "labs_week",
    "creatinine_week",
    "follow_up_appointments",  # leak 3: who is readmitted has none
    *ITEMS,
]


def build(stays: pd.DataFrame) -> pd.DataFrame:
    """Return the features of each stay, and `labs_at`: when the last laboratory value came."""
    times = {name: pd.to_datetime(stays[name]) for name in TIMES}
    moments = stays[["patient", *TIMES]].assign(**times).sort_values("predicted_at")
    before = moments.groupby("patient").cumcount().rename("stays_before")
    return pd.concat([stays, before, labs_of_the_week(moments)], axis=1)[[*FEATURES, "labs_at"]]


def labs_of_the_week(moments: pd.DataFrame) -> pd.DataFrame:
    """Count and average what was taken in the seven days around the stay."""
    labs = pd.read_csv(DATA / "labs.csv", parse_dates=["taken", "reported"])
    rows = moments.reset_index(names="row").merge(labs, on="patient")
    week = pd.Timedelta("7D")
    # Leak 2: the window ends a week after the discharge.
    near = rows["taken"].between(rows["predicted_at"] - week, rows["discharged"] + week)
    found = rows[near].groupby("row")
    return pd.DataFrame(
        {
            "labs_week": found.size().reindex(moments.index, fill_value=0),
            "creatinine_week": found["creatinine"].mean(),
            "labs_at": found["reported"].max(),
        }
    )
