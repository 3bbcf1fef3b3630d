"""Checks that no information of the test rows reaches training."""
