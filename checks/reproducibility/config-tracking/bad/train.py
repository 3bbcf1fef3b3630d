"""Reads its parameters from a file that was never added."""

import yaml

params = yaml.safe_load(open("params.yaml"))
