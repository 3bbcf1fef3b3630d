"""The supply chain: what the project is made of, and whether it can be trusted."""
