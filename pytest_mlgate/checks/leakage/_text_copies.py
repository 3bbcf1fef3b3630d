"""Texts that nearly equal a text of another table.

Every text becomes the set of its character 5-grams, and two are near copies when these sets have
at least nine tenths of their union in common (Jaccard).  MinHash (Broder 1997) finds candidates:
the smallest of randomly hashed 5-grams agree as often as the sets do.  Twelve bands of six such
numbers miss a pair at nine tenths once in ten thousand; every candidate is then compared exactly.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pytest_mlgate.numeric import Array, np

LENGTH = 5
"""Characters of one piece."""
LEAST = 20
"""A text of fewer different pieces is too short: two of them agree by nature."""
ALIKE = 0.9
"""Share of the union of their pieces that two near copies have in common."""
ROWS = 100_000
"""Texts of one table that are held in memory, with about 600 bytes beside each."""
_BANDS, _IN_BAND = 12, 6
_DOUBTFUL = 0.7
"""Candidates whose numbers agree less than this are not compared exactly (below 1 in 10^5)."""
_SEED = 20_100_913
_BASE = 0x100000001B3


def pieces_of(text: Any) -> Array:
    """Return the different pieces of a text as sorted 64-bit hashes.

    Case, spaces and the way in which accents are written make no difference.
    """
    if not isinstance(text, str):
        return np.empty(0, np.uint64)
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    points = np.frombuffer(plain.encode("utf-32-le", errors="replace"), np.uint32)
    if points.size < LENGTH:
        return np.empty(0, np.uint64)
    hashed = np.zeros(points.size - LENGTH + 1, np.uint64)
    for at in range(LENGTH):
        hashed = hashed * np.uint64(_BASE) + points[at : at + hashed.size]
    return np.unique(_mixed(hashed))


def near_copies(texts: Sequence[Any], among: Sequence[Any]) -> Array:
    """Return which of `texts` have a near copy in `among`.

    Parameters
    ----------
    texts:
        Texts, or what is none; that and short texts have no copy.
    among:
        Texts of the other table.

    Returns
    -------
    :
        One truth value for each of `texts`.
    """
    others = [text for text in dict.fromkeys(among) if isinstance(text, str)]
    kept, own = _signatures(others)
    buckets: defaultdict[bytes, list[int]] = defaultdict(list)
    for at, signature in enumerate(own):
        for band in _bands(signature):
            buckets[band].append(at)
    found = {}
    for text in dict.fromkeys(text for text in texts if isinstance(text, str)):
        pieces = pieces_of(text)
        found[text] = pieces.size >= LEAST and any(
            jaccard(pieces, pieces_of(others[kept[at]])) >= ALIKE
            for at in _candidates(_signature(pieces), own, buckets)
        )
    return np.array([found.get(text, False) for text in texts], dtype=bool)


def jaccard(one: Array, two: Array) -> float:
    """Return the share of the union of two sorted sets that both have."""
    shared = np.intersect1d(one, two, assume_unique=True).size
    union = one.size + two.size - shared
    return float(shared / union) if union else 0.0


def _candidates(
    signature: Array, others: Array, buckets: defaultdict[bytes, list[int]]
) -> Iterator[int]:
    """Yield the numbers of texts that may be near copies, the likeliest first."""
    at = list({number for band in _bands(signature) for number in buckets.get(band, ())})
    if not at:
        return
    alike = (others[at] == signature).mean(axis=1)
    for place in np.argsort(-alike, kind="stable"):
        if alike[place] < _DOUBTFUL:
            return
        yield at[place]


def _signatures(texts: Sequence[str]) -> tuple[list[int], Array]:
    """Return the numbers of the texts that are long enough, and their signatures."""
    kept, made = [], []
    for at, text in enumerate(texts):
        pieces = pieces_of(text)
        if pieces.size >= LEAST:
            kept.append(at)
            made.append(_signature(pieces))
    return kept, np.array(made, np.uint64).reshape(len(made), _BANDS * _IN_BAND)


def _signature(pieces: Array) -> Array:
    """Return the smallest number of the pieces under each of the hash functions."""
    factors, terms = _functions()
    return (pieces * factors + terms).min(axis=1, initial=2**64 - 1)


@cache
def _functions() -> tuple[Array, Array]:
    """Return the odd factors and the terms of the hash functions."""
    generator = np.random.default_rng(_SEED)
    shape = (_BANDS * _IN_BAND, 1)
    factors = generator.integers(2**64, size=shape, dtype=np.uint64) | np.uint64(1)
    return factors, generator.integers(2**64, size=shape, dtype=np.uint64)


def _bands(signature: Array) -> Iterator[bytes]:
    for number, band in enumerate(signature.reshape(_BANDS, _IN_BAND)):
        yield bytes([number]) + band.tobytes()


def _mixed(numbers: Array) -> Array:
    """Return 64-bit numbers that depend on every bit of those given (splitmix64)."""
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
