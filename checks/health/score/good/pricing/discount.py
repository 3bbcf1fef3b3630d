"""What customers pay."""

import logging

logging.basicConfig(format="%(asctime)s %(message)s")
LOG = logging.getLogger(__name__)
RATES = {"gold": 0.8, "silver": 0.9}


def discount(price: float, customer: str) -> float:
    """Return the price for a kind of customer."""
    LOG.info("asked for the price of a %s customer", customer)
    return price * RATES.get(customer, 1.0)
