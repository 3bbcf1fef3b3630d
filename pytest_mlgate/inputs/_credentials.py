"""Recognising values that let somebody in, so that none is stored or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_SCHEME = r"(?<![a-z0-9+.\-])(?P<scheme>[a-z][a-z0-9+.\-]*://)"
_USERINFO = re.compile(_SCHEME + r"[^/?#\s]*@", re.IGNORECASE)
# "ssh://git@host" names no secret, unlike the user part of every other scheme.
_LOGIN = re.compile(
    rf"{_SCHEME}(?:(?<!ssh://)[^/?#\s]+@|(?<=ssh://)[^/?#\s:@]*:[^/?#\s]*@)", re.IGNORECASE
)

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an address with a user name or password", _LOGIN),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a GitHub token", re.compile(r"\b(?:gh[opsur]_[0-9A-Za-z]{30,}|github_pat_\w{30,})")),
    ("a GitLab token", re.compile(r"\bglpat-[\w-]{16,}")),
    ("a Slack token", re.compile(r"\bxox[a-z]-[0-9A-Za-z-]{10,}")),
    ("a Slack webhook", re.compile(r"hooks\.slack\.com/(?:services|workflows|triggers)/\w", re.I)),
    ("a Hugging Face token", re.compile(r"\bhf_[0-9A-Za-z]{20,}")),
    ("a Google API key", re.compile(r"\bAIza[0-9A-Za-z_-]{30,}")),
    ("a package index token", re.compile(r"\b(?:pypi-AgE[\w-]{20,}|npm_[0-9A-Za-z]{30,})")),
    ("a Databricks token", re.compile(r"\bdapi[0-9a-f]{32}\b")),
    ("an API key", re.compile(r"\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[0-9A-Za-z]{20,}")),
    ("a JSON web token", re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.")),
    (
        "a password or key",
        re.compile(
            r"(?:passw(?:or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|signature|sig)"
            r"\s*[=:]\s*[^\s&;,]{4,}",
            re.I,
        ),
    ),
)


def credential_kind(text: str) -> str:
    """Say what a text looks like when it grants access, an empty string when it does not.

    Commit ids and checksums are hexadecimal and no credentials.
    """
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), "")


def find_credentials(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield ``(place, kind)`` for every credential-like text anywhere in a document.

    Keys are looked at as well, and named by their position when they are the finding.
    """
    if isinstance(value, str):
        if kind := credential_kind(value):
            yield place, kind
    elif isinstance(value, Mapping):
        for index, (key, child) in enumerate(value.items()):
            if kind := credential_kind(str(key)):
                yield f"{place}[key {index + 1}]", kind
            else:
                yield from find_credentials(child, f"{place}.{key}" if place else str(key))
    elif isinstance(value, Sequence):
        for index, child in enumerate(value):
            yield from find_credentials(child, f"{place}[{index}]")


def without_userinfo(url: str) -> str:
    """Return an address without user name and password (``git@host:path`` has no password)."""
    return _USERINFO.sub(r"\g<scheme>", url)
