"""Reads its parameters from a tracked file."""

import yaml

params = yaml.safe_load(open("params.yaml"))
