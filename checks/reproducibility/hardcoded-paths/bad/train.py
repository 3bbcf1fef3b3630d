"""Reads the data from one person's desktop."""

import pandas as pd

data = pd.read_csv("/Users/sarah/Desktop/churn_data_final_v3.csv")
