def price(base: float, rate: float) -> float:
    """Return the price with tax."""
    return base * (1 + rate)


def net(gross: float, rate: float) -> float:
    """Return the price without tax."""
    return gross / (1 + rate)
