def price(base, rate):
    if rate < 0:
        raise ValueError(rate)
    return base * (1 + rate)


def net(gross, rate):
    return gross / (1 + rate)
