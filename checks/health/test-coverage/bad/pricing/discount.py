"""Prices."""


def discount(price, customer):
    if customer == "gold":
        return price * 0.8
    if customer == "silver":
        return price * 0.9
    return price
