"""Score a loan."""

RATES = {"a": 0.02, "b": 0.04, "c": 0.08}


def rate(grade):
    return RATES[grade]
