import pandas as pd

loans = pd.read_csv("data/loans.csv")
extra = pd.read_csv("data/fresh.csv")
