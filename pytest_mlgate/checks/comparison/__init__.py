"""Checks that a new model is really better, or at least not worse, than the one in use."""
