"""Can the result be made again: environment, data, code and randomness."""
