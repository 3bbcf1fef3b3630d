import csv
import random

with open("data/rows.csv") as stream:
    rows = list(csv.reader(stream))
print(random.choice(rows))
