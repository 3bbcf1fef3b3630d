"""Score a loan."""


def rate(years: int) -> float:
    """Return the yearly rate."""
    return 0.02 if years > 2 else 0.03
