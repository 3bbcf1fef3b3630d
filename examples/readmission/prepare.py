"""Invent two years of a hospital, and give both projects the same tables.

Each of ``leaky/`` and ``honest/`` gets

- ``data/stays.csv``, a row per stay, with what was known when, and also what was known later,
- ``data/labs.csv``, a row per laboratory value: when it was taken and when it was reported,
- ``features.yaml``, the hospital's data dictionary: since when each column is known.

Nobody in these tables exists.
"""

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
PROJECTS = ("leaky", "honest")
PATIENTS = 400
ITEMS = [f"q{number:03d}" for number in range(1, 161)]
"""Items of the questionnaire at admission.  They have nothing to do with readmission."""
START = pd.Timestamp("2023-01-01")
END = pd.Timestamp("2024-12-31")
HOUR, DAY = pd.Timedelta("1h"), pd.Timedelta("1D")
TIMES = "%Y-%m-%dT%H:%M"

KNOWN_AT = {
    "age": "admitted",
    "emergency": "admitted",
    "stays_before": "admitted",
    "pulse": "predicted_at",
    "medications_day_one": "predicted_at",
    "medications_stay": "discharged",
    "labs_week": "labs_at",
    "creatinine_week": "labs_at",
    "follow_up_appointments": "followed_until",
    **dict.fromkeys(ITEMS, "admitted"),
}
"""Column -> the column that says since when its value is known."""


def main() -> None:
    stays, labs = hospital(np.random.default_rng(2024))
    dictionary = "schema: features/1\nitems:\n" + "".join(
        f"- {{name: {name}, available_at: {clock}}}\n" for name, clock in KNOWN_AT.items()
    )
    for project in PROJECTS:
        data = HERE / project / "data"
        data.mkdir(exist_ok=True)
        stays.to_csv(data / "stays.csv", index=False, date_format=TIMES)
        labs.to_csv(data / "labs.csv", index=False, date_format=TIMES)
        (HERE / project / "features.yaml").write_text(dictionary, encoding="utf-8")
    share = stays["readmitted"].mean()
    print(f"{len(stays)} stays of {stays['patient'].nunique()} patients, {share:.0%} readmitted")


def hospital(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw patients one by one, and their stays one after the other."""
    stays: list[dict] = []
    labs: list[tuple] = []
    for number in range(PATIENTS):
        patient, frailty = f"p{number:04d}", rng.normal()
        age = int(np.clip(62 + 9 * frailty + 10 * rng.normal(), 18, 97))
        admitted = START + rng.uniform(0, 730) * DAY
        while True:
            stay = one_stay(rng, frailty, admitted)
            # Whether somebody comes back is known thirty days after the discharge.
            if stay["followed_until"] > END:
                break
            stays.append({"patient": patient, "age": age, **stay})
            labs += [(patient, *row) for row in labs_of(rng, stay, frailty)]
            days = rng.uniform(2, 28) if stay["readmitted"] else 31 + rng.exponential(250)
            admitted = stay["discharged"] + days * DAY
    table = pd.DataFrame(stays).sort_values("predicted_at", ignore_index=True)
    table.insert(0, "stay", [f"s{number:04d}" for number in range(len(table))])
    answers = rng.integers(0, 2, (len(table), len(ITEMS)))
    table = pd.concat([table, pd.DataFrame(answers, columns=ITEMS)], axis=1)
    measured = pd.DataFrame(labs, columns=["patient", "taken", "reported", "creatinine"])
    return table, measured.sort_values("reported", ignore_index=True)


def one_stay(rng: np.random.Generator, frailty: float, admitted: pd.Timestamp) -> dict:
    admitted = admitted.floor("min")
    severity = 0.7 * frailty + 0.7 * rng.normal()
    emergency = int(rng.random() < chance(0.3 + severity))
    days = float(np.clip(np.exp(1.3 + 0.3 * severity + 0.5 * rng.normal()), 1.5, 19))
    discharged = (admitted + days * DAY).floor("min")
    readmitted = int(rng.random() < chance(-2.2 + 2 * severity + 0.5 * emergency))
    on_day_one = int(rng.poisson(np.exp(1.8 + 0.4 * severity)))
    return {
        "admitted": admitted,
        "predicted_at": admitted + DAY,
        "discharged": discharged,
        "followed_until": discharged + 30 * DAY,
        "emergency": emergency,
        "pulse": round(82 + 9 * severity + 6 * rng.normal()) if rng.random() > 0.15 else np.nan,
        "medications_day_one": on_day_one,
        "medications_stay": on_day_one + int(rng.poisson(days * np.exp(0.4 * readmitted))),
        # Who is back in a ward does not come to the out-patients' department.
        "follow_up_appointments": int(rng.random() < 0.05 if readmitted else 1 + rng.poisson(2.5)),
        "readmitted": readmitted,
    }


def labs_of(rng: np.random.Generator, stay: dict, frailty: float) -> list[tuple]:
    """One value soon after the admission, one every second day, and often one afterwards."""
    days = (stay["discharged"] - stay["admitted"]) / DAY
    hours = [rng.uniform(0.5, 4), *(24 * day + rng.uniform(6, 12) for day in np.arange(1, days, 2))]
    if rng.random() < (0.8 if stay["readmitted"] else 0.3):
        hours.append(24 * (days + rng.uniform(0.5, 7)))
    level = np.exp(0.25 * frailty + 0.1 * rng.normal())
    rows = []
    for after in hours:
        taken = (stay["admitted"] + after * HOUR).floor("min")
        reported = (taken + rng.uniform(2, 10) * HOUR).floor("min")
        rows.append((taken, reported, round(float(level * np.exp(0.1 * rng.normal())), 2)))
    return rows


def chance(log_odds: float) -> float:
    return 1 / (1 + np.exp(-log_odds))


if __name__ == "__main__":
    main()
