"""Which lines a change adds, and the findings that stand on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from pytest_mlgate.verdict import Finding

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(r"\\([0-7]{3}|.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def added_lines(diff: str) -> dict[str, frozenset[int]]:
    """Return the lines that a unified diff adds, by file.

    Parameters
    ----------
    diff:
        Output of ``git diff`` (with or without the ``a/`` and ``b/`` prefixes).

    Returns
    -------
    dict
        POSIX path after the change -> one-based line numbers in the new file.  Removed
        and context lines are not in it; a deleted file is no key.
    """
    added: dict[str, set[int]] = {}
    path: str | None = None
    prefixed = False
    line = old_left = new_left = 0
    for text in diff.split("\n"):
        if old_left > 0 or new_left > 0:
            if text.startswith("+"):
                if path is not None:
                    added[path].add(line)
                line, new_left = line + 1, new_left - 1
            elif text.startswith("-"):
                old_left -= 1
            elif not text.startswith("\\"):
                line, old_left, new_left = line + 1, old_left - 1, new_left - 1
        elif hunk := _HUNK.match(text):
            old_left, new_left = int(hunk[1] or 1), int(hunk[3] or 1)
            line = int(hunk[2])
        elif text.startswith("--- "):
            prefixed = _unquoted(text[4:]).startswith("a/") or text.startswith("--- /dev/null")
        elif text.startswith("+++ "):
            path = _unquoted(text[4:])
            if path == "/dev/null":
                path = None
                continue
            if prefixed:
                path = path.removeprefix("b/")
            added.setdefault(path, set())
    return {name: frozenset(lines) for name, lines in added.items()}


def on_added_lines(findings: Sequence[Finding], added: Mapping[str, Set[int]]) -> list[Finding]:
    """Return the findings that stand on added lines.

    Findings in a notebook are kept when the notebook gained any line, because their lines
    count inside a cell; so are findings about a whole file that was changed.
    """
    kept = []
    for finding in findings:
        lines = added.get(finding.path)
        if not lines:
            continue
        if finding.line is None or finding.cell is not None or finding.line in lines:
            kept.append(finding)
    return kept


def _unquoted(name: str) -> str:
    name = name.split("\t")[0].rstrip("\r")
    if len(name) < 2 or not (name[0] == name[-1] == '"'):
        return name

    def byte(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code, 8)) if len(code) == 3 else _ESCAPED.get(code, code)

    # Git quotes the bytes of UTF-8 one by one.
    return _ESCAPE.sub(byte, name[1:-1]).encode("latin-1", "ignore").decode(errors="replace")
