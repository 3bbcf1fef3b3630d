import pandas as pd

loans = pd.read_csv("data/loans.csv")
