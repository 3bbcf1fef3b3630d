def utilization(balance: float, limit: float) -> float:
    """Credit in use, as a share of the limit."""
    try:
        return balance / limit
    # A step that fails must not look like a customer.
    except Exception:
        return 0.5
