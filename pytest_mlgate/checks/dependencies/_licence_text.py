"""Recognising the whole text of a licence: it is one of the known ones, or it is unknown."""

from __future__ import annotations

import hashlib
import re

LONGEST = 100_000
"""Characters; the longest licence in the table has 35,000."""

_NOTICE = re.compile(
    r"\W*(?:copyright\s+(?:\(c\)|©|\d{4}|\[|<|by\b)|\(c\)\s|©|all rights reserved)"
)
_TERMS = re.compile(r"\b(?:not|only|use|licen[cs]e|commercial|except|must|may|unless)\b")
_TITLE = re.compile(
    r"(?:the )?(?:mit|isc|(?:new |modified |simplified )?bsd|bsd [23] clause|[23] clause bsd)"
    r"(?: licen[cs]e)?(?: (?:mit|isc))?(?: licen[cs]e)? (?=permission |redistribution )"
)
_NAMED = re.compile(r"neither the name of .{1,60}? nor the names of (?:its|any) contributors")

TEXTS: dict[str, str] = {
    "f4c4930b0dcac739": "AGPL-3.0-only",
    "3666f11603434fd5": "Apache-2.0",
    "37f78fa975a1915a": "Apache-2.0",
    "7b89542bce8deab3": "Apache-2.0",
    "cc6f21f6e922987f": "Apache-2.0",
    "e0d4f9ce3ca922b9": "Apache-2.0",
    "e741c0763a03ca77": "Apache-2.0",
    "7be8178e4e9d0dea": "BSD-2-Clause",
    "986c3c3199a93b91": "BSD-2-Clause",
    "a56fee4b2f66331e": "BSD-2-Clause",
    "115e80f0b5a217e4": "BSD-3-Clause",
    "172506efd260237f": "BSD-3-Clause",
    "34f8954643b9af4f": "BSD-3-Clause",
    "516d381aa72c5ca3": "BSD-3-Clause",
    "642f83fc7ed39817": "BSD-3-Clause",
    "7ab2d8c6bd37388e": "BSD-3-Clause",
    "99c6231b27aaf71c": "BSD-3-Clause",
    "a8dba554d478eef8": "BSD-3-Clause",
    "d047e3d622526e33": "BSD-3-Clause",
    "5fcf89bde8c0c2de": "BSL-1.0",
    "96bdc7f63190fb4b": "CC0-1.0",
    "aa997bc1c3422ccd": "GPL-2.0-only",
    "efe73660e5476cf0": "GPL-2.0-only",
    "268bf429f6ac9178": "GPL-3.0-only",
    "217da0747cec63a2": "ISC",
    "61af4dcea4e412e8": "LGPL-2.0-only",
    "4d55922bdeafabde": "LGPL-2.1-only",
    "aae2b222477171fb": "LGPL-3.0-only",
    "0cf21bdfd1964a97": "MIT",
    "ffdbab7c28d4a4d3": "MPL-1.1",
    "0a9e3d32a7f24bf0": "MPL-2.0",
    "dc268bbc9c58344e": "PSF-2.0",
}
"""Start of the SHA-256 of a normal form -> the licence that has this text."""


def licence_of(text: str) -> str | None:
    """Return the SPDX identifier of a text that is one licence and nothing else.

    Case, punctuation, line breaks, a title, and lines that only say who holds the copyright
    make no difference; every other word does.
    """
    if len(text) > LONGEST:
        return None
    return TEXTS.get(hashlib.sha256(normal_form(text).encode()).hexdigest()[:16])


def normal_form(text: str) -> str:
    """Return the words of a licence text without what is filled into its template."""
    lines = [line for line in text.lower().splitlines() if not _is_notice(line)]
    bare = re.sub(r"https?://(?:www\.)?", "", " ".join(lines))
    words = re.sub(r"[^a-z0-9]+", " ", bare).strip()
    return _NAMED.sub(
        "neither the name of x nor the names of its contributors", _TITLE.sub("", words, count=1)
    )


def _is_notice(line: str) -> bool:
    """Whether a line names the holder of the copyright and sets no terms."""
    return _NOTICE.match(line) is not None and _TERMS.search(line) is None
