import csv
import random

random.seed(7)
with open("data/rows.csv") as stream:
    rows = list(csv.reader(stream))
print(random.choice(rows))
