"""The project itself: code, tests, documents, and what its history says about them."""
