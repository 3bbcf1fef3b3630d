"""Fits a model on a split that nobody can draw again."""

import pandas as pd
from sklearn.model_selection import train_test_split

train, test = train_test_split(pd.read_csv("churn.csv"))
