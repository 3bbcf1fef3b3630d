"""Score a loan."""


def rate(years):
    """Return the yearly rate."""
    return 0.02 if years > limit else 0.03
