"""Settings of the gate that make a check unable to fail, and those that became weaker."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pytest_mlgate.inputs.gate_config import GateConfig
from pytest_mlgate.registry import Check, Kind, Range, Setting
from pytest_mlgate.verdict import Finding

_CEILINGS = frozenset({"tolerance", "tolerances", "margin", "margins", "maximum"})
_FLOORS = frozenset({"minimum", "floor"})
_SHARE = Range(0, 1)
_ORDERED: Mapping[str, tuple[object, ...]] = {
    "severity": ("off", "warn", "error"),
    "on-inconclusive": ("warn", "fail"),
    "strict": (False, True),
    "phase": ("exploration", "development", "staging", "production"),
}
"""Keys of the gate itself -> their values, the strictest last."""

_GATE_KEYS = {"strict": False, "phase": "development", "on-inconclusive": None}
"""Keys at the top of the file -> what holds without them."""


def settings_findings(config: GateConfig, checks: Mapping[str, Check[...]]) -> Iterator[Finding]:
    """Yield what is wrong with the settings now, and against the base where there is one."""
    for id, check in checks.items():
        yield from _switched_off(config, check)
        for setting in check.settings.values():
            value = _value(config.table, check, setting)
            if why := _cannot_fail(setting, value):
                yield _finding(
                    config, "G3", f"{id}: {setting.key} = {_show(value)} {why}", check, setting.key
                )
            if config.former is not None:
                yield from _weaker_setting(config, config.former, check, setting)
        if config.former is not None:
            yield from _weaker_check(config, config.former, check)
    if config.former is not None:
        for key, default in _GATE_KEYS.items():
            was, now = config.former.get(key, default), config.table.get(key, default)
            if _is_weaker(key, was, now):
                yield _loosened(config, key, _show(was), _show(now), key)


def direction(setting: Setting) -> int:
    """Return 1 where a higher value is stricter, -1 where a lower one is, 0 where nobody says.

    The names are words of this project's own settings: `min` and `max` of a share, `minimum`,
    `floor`, `maximum`, `tolerance`, `margin`.  A least number of rows makes a check stricter
    or lets it off, and a `limit` may be either; they have no direction.
    """
    first = setting.name.partition("_")[0]
    if setting.name in _CEILINGS or first == "max":
        return -1
    allowed = _range(setting.annotation)
    is_share = allowed is not None and allowed.lowest >= 0 and allowed.highest <= 1
    return 1 if setting.name in _FLOORS or (first == "min" and is_share) else 0


def _switched_off(config: GateConfig, check: Check[...]) -> Iterator[Finding]:
    keys = (check.family, check.name)
    own = _own(config.table, check)
    if own.get("severity") != "off":
        return
    if not config.has_reason(*keys, "severity") and not config.has_reason(*keys):
        yield _finding(
            config,
            "G4",
            f"{check.id} is switched off without a reason",
            check,
            "severity",
            remedy="Write the reason into a comment right above, or switch the check on.",
        )


def _cannot_fail(setting: Setting, value: object) -> str:
    values = value.values() if isinstance(value, Mapping) else [value]
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if any(math.isinf(number) for number in numbers):
        return "is infinite, so nothing is ever compared with it"
    if _range(setting.annotation) != _SHARE:
        return ""
    if direction(setting) > 0 and any(number <= 0 for number in numbers):
        return "cannot fail: no share is below 0"
    if direction(setting) < 0 and any(number >= 1 for number in numbers):
        return "cannot fail: no share is above 1"
    return ""


def _weaker_check(
    config: GateConfig, former: Mapping[str, Any], check: Check[...]
) -> Iterator[Finding]:
    was, now = _own(former, check), _own(config.table, check)
    named = (_is_named(former, check), _is_named(config.table, check))
    if check.kind is Kind.CONFIG and named == (True, False):
        yield _finding(
            config,
            "G5",
            f"{check.id} was named at the base and is not any more, so it does not run",
            check,
        )
    for key in ("severity", "on-inconclusive"):
        if _is_weaker(key, was.get(key), now.get(key)):
            yield _loosened(
                config, f"{check.id}: {key}", _show(was.get(key)), _show(now[key]), key, check
            )


def _weaker_setting(
    config: GateConfig, former: Mapping[str, Any], check: Check[...], setting: Setting
) -> Iterator[Finding]:
    if not _is_named(config.table, check) and check.kind is Kind.CONFIG:
        return
    was, now = _value(former, check, setting), _value(config.table, check, setting)
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        pairs = [(f"{setting.key}.{key}", was[key], now.get(key)) for key in was]
    else:
        pairs = [(setting.key, was, now)]
    for key, before, after in pairs:
        if not _is_number(before):
            continue
        dropped = after is None and (direction(setting) != 0 or setting.name == "limit")
        moved = _is_number(after) and (after - before) * direction(setting) < 0
        if dropped or moved:
            yield _loosened(
                config, f"{check.id}: {key}", _show(before), _show(after), setting.key, check
            )


def _loosened(
    config: GateConfig,
    what: str,
    was: str,
    now: str,
    key: str,
    check: Check[...] | None = None,
) -> Finding:
    return _finding(
        config,
        "G5",
        f"{what} was loosened from {was} to {now}",
        check,
        key,
        remedy="Take it back, or agree on a waiver of health.dead-gates for this subject.",
    )


def _finding(
    config: GateConfig,
    rule: str,
    message: str,
    check: Check[...] | None = None,
    key: str = "",
    *,
    remedy: str = "",
) -> Finding:
    keys = (*((check.family, check.name) if check is not None else ()), *([key] if key else ()))
    subject = ".".join(keys)
    return Finding(
        message=message,
        rule=rule,
        path=config.path,
        line=config.line(*keys),
        subject=subject,
        anchor=f"{rule} {subject}",
        remedy=remedy,
    )


def _is_weaker(key: str, was: object, now: object) -> bool:
    """Whether a word is less strict than the one that was written; what is not written is open."""
    order = _ORDERED[key]
    return was in order and now in order and order.index(now) < order.index(was)


def _is_named(table: Mapping[str, Any], check: Check[...]) -> bool:
    family = table.get(check.family)
    return isinstance(family, Mapping) and check.name in family


def _own(table: Mapping[str, Any], check: Check[...]) -> Mapping[str, Any]:
    family = table.get(check.family)
    own = family.get(check.name) if isinstance(family, Mapping) else None
    return own if isinstance(own, Mapping) else {}


def _value(table: Mapping[str, Any], check: Check[...], setting: Setting) -> Any:
    """Return what holds: the check's own value, that of its family, or the default."""
    family = table.get(check.family)
    shared = family.get(setting.key) if isinstance(family, Mapping) else None
    own = _own(table, check).get(setting.key)
    return own if own is not None else shared if shared is not None else setting.default


def _range(annotation: Any) -> Range | None:
    if get_origin(annotation) is Annotated:
        return next((extra for extra in get_args(annotation) if isinstance(extra, Range)), None)
    if get_origin(annotation) is Union or type(annotation).__name__ == "UnionType":
        return next(filter(None, map(_range, get_args(annotation))), None)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _show(value: object) -> str:
    return "nothing" if value is None else f"{value:g}" if _is_number(value) else repr(value)
