"""Reads the data from the project."""

import pandas as pd

data = pd.read_csv("data/churn.csv")
