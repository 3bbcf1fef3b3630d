"""Expressions of GitHub Actions, ``${{ ... }}``, evaluated as the runner evaluates them.

The rules are those of the documentation ("Evaluate expressions in workflows and actions") and of
the runner's own source (actions/runner, DTExpressions2): loose equality with numbers, strings
compared without case, ``&&`` and ``||`` that give a value and not a truth.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = Any
"""``None``, a boolean, a float, a string, a mapping or a list."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'(?:[^']|'')*')
    | (?P<number>[-+]?(?:0x[0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+))(?![\w-])
    | (?P<name>[A-Za-z_][\w-]*)
    | (?P<operator>&&|\|\||==|!=|<=|>=|[!<>()\[\],.*])
    )""",
    re.VERBOSE,
)
_STATUS = re.compile(r"\b(?:success|failure|always|cancelled)\s*\(", re.IGNORECASE)
_EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_STRING = re.compile(r"'(?:[^']|'')*'")


class ExpressionError(ValueError):
    """An expression that the runner would refuse."""


@dataclass(frozen=True)
class Scope:
    """What an expression sees.

    Parameters
    ----------
    contexts:
        Name -> value, such as ``inputs`` and ``github``.
    functions:
        Those that depend on the state of the job: ``success``, ``always``, ``hashFiles`` ...
    """

    contexts: Mapping[str, Value]
    functions: Mapping[str, Callable[..., Value]]


def evaluate(text: str, scope: Scope) -> Value:
    """Return the value of one expression, without ``${{`` around it."""
    return _Parser(text, scope).whole()


def interpolate(text: str, scope: Scope) -> str:
    """Return a text with each ``${{ ... }}`` replaced by its value."""
    return _EMBEDDED.sub(lambda found: to_string(evaluate(found[1], scope)), text)


def condition(text: str, scope: Scope) -> bool:
    """Return whether a step with this ``if`` runs; without a status function success counts."""
    embedded = _EMBEDDED.fullmatch(text.strip())
    text = embedded[1] if embedded else text
    if not _STATUS.search(_STRING.sub("''", text)):
        text = f"success() && ({text})" if text.strip() else "success()"
    return truthy(evaluate(text, scope))


def truthy(value: Value) -> bool:
    """Everything but ``false``, ``0``, ``NaN``, ``''`` and ``null`` is true, arrays too."""
    if isinstance(value, Mapping | list):
        return True
    return bool(value) and value == value


def to_string(value: Value) -> str:
    """Return a value as it stands in a text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() | int():
            return _number_text(float(value))
        case str():
            return value
        case list():
            return "Array"
        case _:
            return "Object"


def _number_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return f"{value:.15g}".upper()


def to_number(value: Value) -> float:
    """Return a value as JavaScript's ``Number`` does."""
    match value:
        case None:
            return 0.0
        case bool() | float() | int():
            return float(value)
        case str():
            return _parsed(value.strip())
        case _:
            return math.nan


def _parsed(text: str) -> float:
    if not text:
        return 0.0
    if re.fullmatch(r"0x[0-9a-fA-F]+", text):
        return float(int(text, 16))
    if re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text):
        return float(text)
    return math.nan


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _coerced(left: Value, right: Value) -> tuple[Value, Value]:
    """Return two values as the runner compares them: of one kind where there is a way."""
    if type(left) is type(right) or (_is_number(left) and _is_number(right)):
        return left, right
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return to_number(left), to_number(right)
    if isinstance(left, Mapping | list) or isinstance(right, Mapping | list):
        return math.nan, math.nan
    return to_number(left), to_number(right)


def equal(left: Value, right: Value) -> bool:
    """Compare loosely; strings without case, arrays and objects by identity."""
    left, right = _coerced(left, right)
    if isinstance(left, str):
        return left.casefold() == right.casefold()
    if isinstance(left, Mapping | list):
        return left is right
    return bool(left == right)


def _less(left: Value, right: Value) -> bool:
    left, right = _coerced(left, right)
    if left is None or isinstance(left, Mapping | list):
        return False
    if isinstance(left, str):
        return left.upper() < right.upper()
    return bool(left < right)


_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: equal(left, right) or _less(left, right),
    ">=": lambda left, right: equal(left, right) or _less(right, left),
}


class _Parser:
    """A recursive descent that evaluates as it goes; both sides of an operator have no effects."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._text, self._scope = text, scope
        self._tokens = list(self._read())
        self._next = 0

    def _read(self) -> Any:
        position = 0
        while self._text[position:].strip():
            found = _TOKEN.match(self._text, position)
            if found is None:
                raise ExpressionError(f"unexpected symbol in {self._text!r}")
            yield found.lastgroup, found[found.lastgroup or 0]
            position = found.end()

    def whole(self) -> Value:
        value = self._either()
        if self._next < len(self._tokens):
            raise ExpressionError(f"unexpected {self._tokens[self._next][1]!r} in {self._text!r}")
        return value

    def _take(self, *operators: str) -> str:
        if self._next < len(self._tokens):
            kind, text = self._tokens[self._next]
            if kind == "operator" and text in operators:
                self._next += 1
                return str(text)
        return ""

    def _need(self, operator: str) -> None:
        if not self._take(operator):
            raise ExpressionError(f"expected {operator!r} in {self._text!r}")

    def _either(self) -> Value:
        value = self._both()
        while self._take("||"):
            other = self._both()
            value = value if truthy(value) else other
        return value

    def _both(self) -> Value:
        value = self._equality()
        while self._take("&&"):
            other = self._equality()
            value = other if truthy(value) else value
        return value

    def _equality(self) -> Value:
        value = self._relation()
        while operator := self._take("==", "!="):
            value = _COMPARE[operator](value, self._relation())
        return value

    def _relation(self) -> Value:
        value = self._unary()
        while operator := self._take("<", "<=", ">", ">="):
            value = _COMPARE[operator](value, self._unary())
        return value

    def _unary(self) -> Value:
        if self._take("!"):
            return not truthy(self._unary())
        return self._access(self._primary())

    def _access(self, value: Value) -> Value:
        while operator := self._take(".", "["):
            if self._take("*"):
                value = list(value.values()) if isinstance(value, Mapping) else list(value or ())
                if operator == "[":
                    self._need("]")
                rest = self._next
                results = []
                for item in value:
                    self._next = rest
                    results.append(self._access(item))
                return [item for item in results if item is not None]
            if operator == ".":
                _, key = self._tokens[self._next]
                self._next += 1
            else:
                key = self._either()
                self._need("]")
            value = _member(value, key)
        return value

    def _primary(self) -> Value:
        if self._take("("):
            value = self._either()
            self._need(")")
            return value
        if self._next >= len(self._tokens):
            raise ExpressionError(f"{self._text!r} ends too early")
        kind, text = self._tokens[self._next]
        self._next += 1
        if kind == "string":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return to_number(text.lstrip("+"))
        if kind == "name":
            return self._named(text)
        raise ExpressionError(f"unexpected {text!r} in {self._text!r}")

    def _named(self, name: str) -> Value:
        constants = {"true": True, "false": False, "null": None, "NaN": math.nan,
                     "Infinity": math.inf}  # fmt: skip
        if name in constants:
            return constants[name]
        if self._take("("):
            return self._called(name)
        if name.lower() not in self._scope.contexts:
            raise ExpressionError(f"unrecognized named-value {name!r} in {self._text!r}")
        return self._scope.contexts[name.lower()]

    def _called(self, name: str) -> Value:
        arguments = []
        if not self._take(")"):
            arguments.append(self._either())
            while self._take(","):
                arguments.append(self._either())
            self._need(")")
        functions = {**_FUNCTIONS, **self._scope.functions}
        known = {known.lower(): function for known, function in functions.items()}
        if name.lower() not in known:
            raise ExpressionError(f"unrecognized function {name!r} in {self._text!r}")
        return known[name.lower()](*arguments)


def _member(value: Value, key: Value) -> Value:
    if isinstance(value, Mapping):
        wanted = to_string(key).casefold()
        return next((item for name, item in value.items() if name.casefold() == wanted), None)
    if isinstance(value, list):
        number = to_number(key)
        return value[int(number)] if 0 <= number < len(value) else None
    return None


def _contains(where: Value, what: Value) -> bool:
    if isinstance(where, list):
        return any(equal(what, item) for item in where)
    if isinstance(where, Mapping) or isinstance(what, Mapping | list):
        return False
    return to_string(what).casefold() in to_string(where).casefold()


def _format(text: Value, *values: Value) -> str:
    def replaced(found: re.Match[str]) -> str:
        if found[0] in {"{{", "}}"}:
            return found[0][0]
        if found[1] is None or int(found[1]) >= len(values):
            raise ExpressionError(f"the format {text!r} is not valid")
        return to_string(values[int(found[1])])

    return re.sub(r"\{\{|\}\}|\{(\d+)\}|[{}]", replaced, to_string(text))


def _join(items: Value, separator: Value = ",") -> str:
    if isinstance(items, list):
        return to_string(separator).join(map(to_string, items))
    return "" if isinstance(items, Mapping) else to_string(items)


def _affix(test: Callable[[str, str], bool]) -> Callable[[Value, Value], bool]:
    def function(text: Value, affix: Value) -> bool:
        if isinstance(text, Mapping | list) or isinstance(affix, Mapping | list):
            return False
        return test(to_string(text).casefold(), to_string(affix).casefold())

    return function


def _plain(value: Value) -> Value:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "contains": _contains,
    "startsWith": _affix(str.startswith),
    "endsWith": _affix(str.endswith),
    "format": _format,
    "join": _join,
    "toJSON": lambda value: json.dumps(_plain(value), indent=2),
    "fromJSON": lambda text: json.loads(to_string(text)),
}
