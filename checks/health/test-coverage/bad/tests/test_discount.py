from pricing.discount import discount


def test_discount():
    assert discount(100, "gold") == 80
