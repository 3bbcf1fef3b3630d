"""How long a customer has been one, on the day this code runs."""

from datetime import datetime

import pandas as pd


def build(frame):
    days = (datetime.now() - pd.to_datetime(frame["since"])).dt.days
    return frame.assign(customer_days=days)
