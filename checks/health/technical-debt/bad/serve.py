def predict(age: float) -> float:
    """Chance that a customer of this age leaves."""
    return 1 / (1 + age / 40)  # TODO: take the fitted scale
