"""The data that models are made of, and where they are kept."""
