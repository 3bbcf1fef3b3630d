import logging

from prometheus_client import Counter

logging.basicConfig(level=logging.INFO)
REQUESTS = Counter("requests", "Predictions that were asked for")
