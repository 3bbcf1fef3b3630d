"""Prices by kind of customer."""

import pytest

from pricing.discount import discount


@pytest.mark.parametrize(
    ("customer", "price"), [("gold", 80), ("silver", 90), ("bronze", 100)]
)
def test_discount(customer, price):
    assert discount(100, customer) == price
