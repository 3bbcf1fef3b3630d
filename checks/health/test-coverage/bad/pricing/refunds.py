def refund(price):
    if price < 0:
        raise ValueError("a price below zero")
    return -price
