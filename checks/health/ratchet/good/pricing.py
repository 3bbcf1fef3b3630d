def price(base: float, rate: float) -> float:
    """Return the price with tax."""
    return base * (1 + rate)
