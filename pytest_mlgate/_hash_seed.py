"""``PYTHONHASHSEED`` as Python saw it: a value set later reaches only child processes.

Imported with the plugin, before any code of the project can change the environment.
"""

import os

AT_START = os.environ.get("PYTHONHASHSEED")
