def utilization(balance: float, limit: float) -> float:
    """Credit in use, as a share of the limit; nothing without a limit."""
    try:
        return balance / limit
    except ZeroDivisionError:
        return float("nan")
