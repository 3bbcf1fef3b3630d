"""Score a loan."""


def rate(amount, years):
    """Return the yearly rate."""
    return 0.02 + amount / 1_000_000 - years * 0.001
