import logging

logging.info("starting")
