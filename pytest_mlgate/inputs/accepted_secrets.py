"""The secrets that somebody has looked at and accepted, known by their hashes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

DEFAULT_PATH = ".secrets.baseline"
_BACKSLASH = "\\"
_ROUNDS = 20_000


@dataclass(frozen=True)
class AcceptedSecrets:
    """Accepted secrets.

    Parameters
    ----------
    path:
        The file that lists them.
    hashes:
        ``path:hash`` of each.
    """

    path: str
    hashes: frozenset[str]


@provides
def accepted_secrets(project: Project, *, path: str | None = None) -> AcceptedSecrets:
    """Provide the accepted secrets from a baseline of detect-secrets.

    Settings
    --------
    path : ".secrets.baseline"
        A file as ``detect-secrets scan`` writes it.
    """
    file = project.find(
        path, DEFAULT_PATH, what="baseline of secrets", key="[inputs.accepted_secrets] path"
    )
    results = load_json(project, file).get("results")
    if not isinstance(results, Mapping):
        raise _broken(file, "results", "no table of files")
    hashes = set()
    for name, entries in results.items():
        for entry in entries if isinstance(entries, list) else [None]:
            hashed = entry.get("hashed_secret") if isinstance(entry, Mapping) else None
            if not isinstance(hashed, str):
                raise _broken(file, f"results.{name}", "no list of entries with a hashed_secret")
            hashes.add(f"{name.replace(_BACKSLASH, '/')}:{hashed}")
    return AcceptedSecrets(file, frozenset(hashes))


def hash_of(path: str, value: str) -> str:
    """Return the hash of a secret, slow and salted with the file that it is in."""
    import hashlib

    salt = path.encode("utf-8", "replace")
    hashed = hashlib.pbkdf2_hmac("sha256", value.encode("utf-8", "replace"), salt, _ROUNDS)
    return f"pbkdf2:{hashed.hex()[:32]}"


def _broken(file: str, key: str, found: str) -> InputError:
    expected = "files with lists of entries, as detect-secrets writes them"
    return InputError(file, key=key, found=found, expected=expected)
