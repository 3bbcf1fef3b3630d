"""Features that only look back; the label alone lies in the future."""

import pandas as pd

sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["sold_before"] = sales["sold"].shift(1)
sales["weekly_mean"] = sales["sold_before"].rolling(7).mean().ffill()
sales["sold_tomorrow"] = sales["sold"].shift(-1)
