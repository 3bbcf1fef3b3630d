"""Checks that people are treated alike whatever group they belong to."""
