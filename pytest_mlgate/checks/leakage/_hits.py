"""What a source rule reports, before the check decides what it means in that file."""

from __future__ import annotations

import ast
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """Return the words of a text: a long set of names that stays readable."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Hit:
    """One place in Python code that breaks a rule.

    Parameters
    ----------
    node:
        Where.
    rule:
        Code of the rule.
    message:
        What is there and what it does.
    remedy:
        What to write instead.
    warn:
        Whether it is no more than a warning whatever the file is for.
    """

    node: ast.expr | ast.stmt
    rule: str
    message: str
    remedy: str
    warn: bool = False


@dataclass(frozen=True)
class SqlHit:
    """One place in SQL that breaks a rule: the lines it spans instead of a node."""

    line: int
    last_line: int
    rule: str
    message: str
    remedy: str
    anchor: str
    warn: bool = False
