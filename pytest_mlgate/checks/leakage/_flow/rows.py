"""Sets of rows, and the splits that divide them."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

TRAIN, TEST, VALIDATION = "train", "test", "validation"


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """One division of rows.

    Parameters
    ----------
    node:
        Where it is made.
    name:
        What divides, such as ``train_test_split``.
    explicit:
        Whether code divides rows here; two files or parameters that are called train and
        test are divided by their names only.
    folds:
        Whether it is cross-validation, which divides inside a procedure.
    varied:
        Loops of which every round divides anew, by a seed of its own.
    """

    node: ast.AST
    name: str
    explicit: bool = True
    folds: bool = False
    varied: frozenset[ast.AST] = frozenset()


Side = tuple[Split, str]
Path = tuple[object, ...]
"""A set of rows: their source, and the side of every split they went through."""
Rows = frozenset[Path]
NO_ROWS: Rows = frozenset()


def widest(rows: Rows) -> Rows:
    """Return rows without those that are among others: all and a part are all."""
    if len(rows) < 2:
        return rows
    return frozenset(
        path for path in rows if not any(path[:at] in rows for at in range(1, len(path)))
    )


def in_order(path: Path) -> tuple[object, ...]:
    """Return a key that sorts rows alike in every run, as sets do not."""
    parts = [part for part in path[1:] if isinstance(part, tuple)]
    return (*path[:1], *((getattr(part[0].node, "lineno", 0), part[1]) for part in parts))


def ordered(rows: Rows) -> Iterable[Path]:
    """Return rows in the order of the file, where there are several."""
    return rows if len(rows) < 2 else sorted(rows, key=in_order)


def covers(learned: Rows, rows: Rows) -> bool:
    """Whether some of `rows` are wholly among the rows that something was learned from."""
    return any(path[: len(own)] == own for own in learned for path in rows)


def tagged(rows: Rows, split: Split, side: str) -> Rows:
    """Return one side of a split of rows."""
    return frozenset((*path, (split, side)) for path in rows)


def sides(rows: Rows) -> Iterator[Side]:
    """Yield every side on which any of the rows lie."""
    for path in rows:
        for part in path[1:]:
            if isinstance(part, tuple):
                yield part


def crossed(learned: Rows, rows: Rows, doubtful: Container[Split] = ()) -> Split | None:
    """Return the split that divided `rows` after something had been learned from all of them.

    Parameters
    ----------
    learned:
        Rows that something was learned from.
    rows:
        Rows to which the result is applied.
    doubtful:
        Splits that are taken only when there is no other.
    """
    found: Split | None = None
    paths = ordered(rows)
    for own in ordered(learned):
        for path in paths:
            if len(path) > len(own) and path[: len(own)] == own:
                for part in path[len(own) :]:
                    if isinstance(part, tuple):
                        if part[0] not in doubtful:
                            return part[0]
                        found = found or part[0]
    return found


def straddled(rows: Rows) -> Split | None:
    """Return a split of which both sides are among the rows."""
    seen: dict[tuple[object, ...], str] = {}
    for path in ordered(rows):
        for at in range(1, len(path)):
            part = path[at]
            if isinstance(part, tuple):
                split, side = part
                before = (*path[:at], split) if split.explicit else (split,)
                if seen.setdefault(before, side) != side:
                    return split
    return None


def lies_on(path: Path, side: str) -> bool:
    """Whether rows lie on that side of any split."""
    return any(isinstance(part, tuple) and part[1] == side for part in path[1:])


def held_out(rows: Rows) -> Side | None:
    """Return the side when all rows are of the test or validation side of a split.

    The test side of a training part is a validation part: the real test part lies elsewhere.
    """
    found: Side | None = None
    for path in ordered(rows):
        inner, last = False, None
        for part in path[1:]:
            if isinstance(part, tuple):
                if part[1] != TRAIN:
                    last = (part[0], VALIDATION) if inner else part
                inner = inner or (part[1] == TRAIN and last is None and part[0].explicit)
        if last is None:
            return None
        found = last
    return found


def inside_training(rows: Rows) -> bool:
    """Whether all rows are on the training side of an explicit split."""
    return bool(rows) and all(
        any(isinstance(p, tuple) and p[1] == TRAIN and p[0].explicit for p in path[1:])
        for path in rows
    )
