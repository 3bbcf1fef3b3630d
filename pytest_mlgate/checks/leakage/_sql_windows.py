"""SQL that reaches for later rows or the clock (T8), or over the own outcome (T9)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.checks.leakage._hits import SqlHit, words
from pytest_mlgate.checks.leakage._purpose import Targets, parts
from pytest_mlgate.inputs._sql import Script, Token

_FRAMES = words("ROWS RANGE GROUPS")
_RANKS = words("ROW_NUMBER RANK DENSE_RANK PERCENT_RANK CUME_DIST NTILE")
_STEPS = words("LEAD LAG")
_CLOCK_CALLS = words("NOW GETDATE SYSDATETIME GETUTCDATE SYSUTCDATETIME TODAY")
_CLOCK_WORDS = words(
    "CURRENT_DATE CURRENT_TIMESTAMP CURRENT_DATETIME LOCALTIMESTAMP SYSDATE SYSTIMESTAMP"
)
_NOT_QUERIES = words("ALTER UPDATE DELETE DROP GRANT REVOKE SET CALL EXEC TRUNCATE MERGE COMMENT")
_BOOKKEEPING = words(
    "created updated inserted loaded processed computed generated ingested refreshed calculated "
    "etl run dbt load insert update materialized exported modified"
)
_TIME = words(
    "date dates time times timestamp ts dt day month year week hour minute datetime at period "
    "quarter yearmonth moment"
)
_ENDS_ITEM = words("FROM WHERE UNION ORDER LIMIT HAVING QUALIFY WINDOW INTO EXCEPT INTERSECT")


@dataclass(frozen=True)
class _Window:
    """One window function: where it stands, what it reads, and over which rows.

    Parameters
    ----------
    function:
        Its name in capitals.
    arguments:
        Tokens between its parentheses.
    first, last:
        Indexes of its name and of the last token of the window.
    ordered:
        Tokens of the first key of ORDER BY.
    bounds:
        Frame from the row itself, in rows before (negative) and after it; ``None`` unless
        one is written.
    """

    function: str
    arguments: tuple[Token, ...]
    first: int
    last: int
    ordered: tuple[Token, ...]
    bounds: tuple[float, float] | None

    @property
    def descends(self) -> bool:
        """Whether the first key is sorted in descending order."""
        return any(token.keyword == "DESC" for token in self.ordered)

    @property
    def orders_time(self) -> bool:
        """Whether the first key is a time by its name."""
        return any(parts(token.text) & _TIME for token in self.ordered)

    def reach(self) -> tuple[float, float]:
        """Return the rows that are read, in time from the row itself where time is ordered."""
        if self.function in _STEPS:
            ahead = (self.function == "LEAD") != self._is_negative_step()
            low = high = 1.0 if ahead else -1.0
        elif self.function in _RANKS:
            low = high = -math.inf
        else:
            low, high = self.bounds or (-math.inf, 0.0 if self.ordered else -1.0)
            low = high if self.function == "LAST_VALUE" else low
            high = low if self.function == "FIRST_VALUE" else high
        if self.function in _RANKS or (math.isinf(low) and math.isinf(high) and low != high):
            return low, high
        return (-high, -low) if self.descends else (low, high)

    def looks_ahead(self) -> bool:
        """Whether later rows are read; a descending key counts where it is a time."""
        low, high = self.reach()
        in_both_ways = low == -math.inf and high == math.inf
        return high > 0 and (in_both_ways or not self.descends or self.orders_time)

    def _is_negative_step(self) -> bool:
        depth = 0
        for at, token in enumerate(self.arguments):
            depth += (token.text == "(") - (token.text == ")")
            if token.text == "," and depth == 0:
                return at + 1 < len(self.arguments) and self.arguments[at + 1].text == "-"
        return False


def look_ahead(
    script: Script, targets: Targets, *, clock: bool, makes_labels: bool = False
) -> Iterator[SqlHit]:
    """Yield T8 and T9 in document order; `clock` says whether the present moment counts."""
    found = [] if makes_labels else list(_window_hits(script, targets))
    if clock:
        found += _clock_hits(script)
    yield from sorted(dict.fromkeys(found), key=lambda hit: hit.line)


def _window_hits(script: Script, targets: Targets) -> Iterator[SqlHit]:
    for window in _windows(script):
        if window.looks_ahead():
            if not _is_label(script, window, targets):
                yield _hit(
                    script,
                    window,
                    "T8",
                    f"the window of {_named(window)} takes rows after the current one",
                    "End the frame before the current row, such as ROWS BETWEEN 7 PRECEDING AND "
                    "1 PRECEDING.",
                )
        elif window.reach()[1] == 0 and _reads_outcome(window, targets):
            yield _hit(
                script,
                window,
                "T9",
                f"the window of {_named(window)} over an outcome ends with the row's own outcome",
                "End the frame with 1 PRECEDING, or at the time when outcomes are known.",
                warn=True,
            )


def _named(window: _Window) -> str:
    known = window.function.isascii() and window.function.replace("_", "").isalnum()
    return f"{window.function}()" if known else "an aggregate"


def _hit(
    script: Script, window: _Window, rule: str, message: str, remedy: str, *, warn: bool = False
) -> SqlHit:
    tokens = script.tokens[window.first : window.last + 1]
    anchor = " ".join(token.text for token in tokens)
    return SqlHit(tokens[0].line, tokens[-1].line, rule, message, remedy, anchor, warn)


def _reads_outcome(window: _Window, targets: Targets) -> bool:
    return window.function not in _RANKS | _STEPS and any(
        targets.are_outcome(token.text)
        for token in window.arguments
        if token.kind in {"word", "quoted"}
    )


def _windows(script: Script) -> Iterator[_Window]:
    definitions = dict(_definitions(script))
    for at, token in enumerate(script.tokens):
        if token.keyword != "OVER":
            continue
        function = _function_before(script, at)
        if function is None:
            continue
        if script.text(at + 1) == "(" and at + 1 in script.closing:
            end = script.closing[at + 1]
            inner = script.tokens[at + 2 : end]
        else:
            later = [(i, name) for i, name in definitions if name == script.text(at + 1).upper()]
            if not later:
                continue
            end = at + 1
            inner = definitions[next((one for one in later if one[0] > at), later[-1])]
        name, opened = function
        ordered, bounds = _specification(inner)
        yield _Window(
            script.text(name).upper(),
            script.tokens[opened + 1 : script.closing[opened]],
            name,
            end,
            ordered,
            bounds,
        )


def _definitions(script: Script) -> Iterator[tuple[tuple[int, str], tuple[Token, ...]]]:
    """Yield the named windows of ``WINDOW name AS (...), name AS (...)``."""
    for at, token in enumerate(script.tokens):
        if token.keyword != "WINDOW":
            continue
        here = at + 1
        while script.word(here + 1) == "AS" and here + 2 in script.closing:
            end = script.closing[here + 2]
            yield (here, script.text(here).upper()), script.tokens[here + 3 : end]
            here = end + (2 if script.text(end + 1) == "," else 1)


def _function_before(script: Script, over: int) -> tuple[int, int] | None:
    """Return the indexes of the name of the function before OVER and of its parenthesis."""
    at = over - 1
    while at > 0:
        if script.word(at) == "NULLS" and script.word(at - 1) in {"IGNORE", "RESPECT"}:
            at -= 2
            continue
        opened = script.opening.get(at)
        if opened is None or opened == 0:
            return None
        if script.word(opened - 1) == "FILTER" or (
            script.word(opened - 1) == "GROUP" and script.word(opened - 2) == "WITHIN"
        ):
            at = opened - (2 if script.word(opened - 1) == "FILTER" else 3)
            continue
        return (opened - 1, opened) if script.tokens[opened - 1].kind == "word" else None
    return None


def _specification(
    tokens: tuple[Token, ...],
) -> tuple[tuple[Token, ...], tuple[float, float] | None]:
    """Return the first key of ORDER BY and the frame of a window."""
    depth, start, end, frame = 0, None, None, None
    for at, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth:
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.keyword == "ORDER" and following and following.keyword == "BY":
            start = at + 2
        elif token.keyword in _FRAMES and following and _starts_bound(following):
            frame = at
            end = end or at
            break
        elif token.text == "," and start is not None and end is None:
            end = at
    ordered = tokens[start:end] if start is not None else ()
    return ordered, _bounds(tokens[frame + 1 :]) if frame is not None else None


def _starts_bound(token: Token) -> bool:
    return token.keyword in {"BETWEEN", "UNBOUNDED", "CURRENT", "INTERVAL"} or (
        token.kind in {"number", "hole", "string"}
    )


def _bounds(tokens: tuple[Token, ...]) -> tuple[float, float]:
    if not tokens or tokens[0].keyword != "BETWEEN":
        return _bound(tokens), 0.0
    middle = next((at for at, t in enumerate(tokens) if t.keyword == "AND"), len(tokens))
    return _bound(tokens[1:middle]), _bound(tokens[middle + 1 :])


def _bound(tokens: tuple[Token, ...]) -> float:
    said = {token.keyword for token in tokens}
    sign = 1 if "FOLLOWING" in said else -1 if "PRECEDING" in said else 0
    if "UNBOUNDED" in said:
        return sign * math.inf
    return 0.0 if tokens and tokens[0].text == "0" else float(sign)


def _is_label(script: Script, window: _Window, targets: Targets) -> bool:
    """Whether a window makes the label: by the column's alias, or by the name of its subquery."""
    alias = _alias(script, window.last)
    if alias and targets.include(alias):
        return True
    opened = script.enclosing[window.first]
    while opened is not None:
        if script.word(opened - 1) == "AS" and targets.are_made_in(script.text(opened - 2)):
            return True
        opened = script.enclosing[opened]
    return False


def _alias(script: Script, at: int) -> str:
    """Return the name of the column that an expression becomes, an empty string without one."""
    opened = script.enclosing[at]
    if script.text(at) == ")":
        opened = script.enclosing[script.opening.get(at, at)]
    while opened is not None and script.word(opened + 1) not in {"SELECT", "WITH"}:
        at = script.closing.get(opened, at)
        opened = script.enclosing[opened]
    here, last = at + 1, ""
    while here < len(script.tokens):
        token = script.tokens[here]
        if token.text in {",", ")", ";"} or token.keyword in _ENDS_ITEM:
            break
        if token.text == "(":
            here = script.closing.get(here, len(script.tokens))
            last = ""
        else:
            last = token.text if token.kind in {"word", "quoted"} else ""
        here += 1
    return "" if last.upper() == "END" else last


def _clock_hits(script: Script) -> Iterator[SqlHit]:
    start = 0
    marks = [at for at, token in enumerate(script.tokens) if token.text == ";"]
    for end in [*marks, len(script.tokens)]:
        statement = range(start, end)
        start = end + 1
        selects = [at for at in statement if script.word(at) == "SELECT"]
        if not selects or script.word(statement.start) in _NOT_QUERIES:
            continue
        yield from (
            _clock_hit(script, at)
            for at in statement
            if at > selects[0] and _reads_clock(script, at) and not _is_bookkeeping(script, at)
        )


def _reads_clock(script: Script, at: int) -> bool:
    word = script.word(at)
    if script.text(at - 1) in {".", "@", ":"} or script.word(at - 1) in {"AS", "DEFAULT"}:
        return False
    if word in _CLOCK_CALLS:
        return script.text(at + 1) == "("
    return word in _CLOCK_WORDS and script.text(at + 1) != "."


def _is_bookkeeping(script: Script, at: int) -> bool:
    """Whether a moment is only noted down (``NOW() AS loaded_at``)."""
    return bool(parts(_alias(script, at)) & _BOOKKEEPING)


def _clock_hit(script: Script, at: int) -> SqlHit:
    token = script.tokens[at]
    return SqlHit(
        token.line,
        token.line,
        "T8",
        f"{token.keyword} reads the clock, so a window of the past grows into the future",
        "Compare with the time of the prediction in the row, or pass the moment as a parameter.",
        f"clock {token.keyword}",
    )
