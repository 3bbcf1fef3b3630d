"""Mean of a random half of the data."""

import csv
import random


def run(seed, outdir):
    with open("data.csv", newline="") as stream:
        values = [float(row["x"]) for row in csv.DictReader(stream)]
    random.Random(seed).shuffle(values)
    return {"mean": sum(values[:2]) / 2}
