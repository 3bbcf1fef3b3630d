"""The distributions that an interpreter can import.

Standard library only: :mod:`pytest_mlgate.inputs.bootstrap` runs this very file with the
interpreter of another environment, where nothing else is installed.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from importlib.metadata import Distribution, distributions
from typing import Any

_USERINFO = re.compile(r"(://)[^/?#\s]*@")


def inventory() -> dict[str, Any]:
    """Return interpreter and packages as the JSON document of a snapshot has them.

    Names are normalised.  Of several copies on ``sys.path`` the first counts, because it
    is the one that gets imported.  Metadata without a name or version (a remainder of a
    broken removal) describes nothing importable and is left out.
    """
    packages: dict[str, dict[str, str]] = {}
    for distribution in distributions():
        try:
            metadata = distribution.metadata
        except FileNotFoundError:  # where importlib_metadata stands in for the standard library
            continue
        if "Name" not in metadata or "Version" not in metadata:
            continue
        name = re.sub(r"[-_.]+", "-", metadata["Name"]).lower()
        version = metadata["Version"]
        if name not in packages:
            packages[name] = {"name": name, "version": version, "source": _source(distribution)}
    return {
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
        },
        "packages": [packages[name] for name in sorted(packages)],
    }


def _source(distribution: Distribution) -> str:
    """Say where a distribution came from, by what PEP 610 records: ``index`` without a record.

    A local path is the machine's own business and is not repeated.
    """
    try:
        record = json.loads(distribution.read_text("direct_url.json") or "null")
        if record is None:
            return "index"
        url = re.split(r"[?#]", _USERINFO.sub(r"\1", str(record["url"])))[0]
        if "dir_info" in record:
            return "editable" if record["dir_info"].get("editable") else "local"
        if "vcs_info" in record:
            return f"{record['vcs_info']['vcs']}+{url}@{record['vcs_info']['commit_id']}"
        return "local" if url.startswith("file:") else url
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return "unknown"


if __name__ == "__main__":
    json.dump(inventory(), sys.stdout)
