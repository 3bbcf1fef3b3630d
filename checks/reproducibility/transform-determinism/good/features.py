"""How long a customer has been one, on the day of the request."""

import pandas as pd


def build(frame):
    days = (pd.to_datetime(frame["asked"]) - pd.to_datetime(frame["since"])).dt.days
    return frame.assign(customer_days=days)
