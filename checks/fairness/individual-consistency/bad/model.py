import numpy as np


class Rule:
    feature_names_in_ = ["sex", "income"]

    def predict(self, rows):
        return np.where(rows["income"] > np.where(rows["sex"] == "female", 60, 40), 1, 0)


def load():
    return Rule()
