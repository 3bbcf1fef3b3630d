"""The service as a whole."""

from pricing.discount import discount


def test_prices_of_a_day():
    assert [discount(price, "gold") for price in (10, 20)] == [8, 16]
