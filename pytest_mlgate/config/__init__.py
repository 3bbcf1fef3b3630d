"""The user's configuration: where it is, what it may say, and clear errors."""
