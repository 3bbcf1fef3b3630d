"""Estimates as tables: the numbers, and beside them a dot and a whisker on a common axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_mlgate.estimate import Estimate, digits
from pytest_mlgate.reports._html.markup import Html, el
from pytest_mlgate.reports._html.scale import Scale

_MOST_APART = 1000.0
"""Values whose sizes differ by more would hide each other on one axis."""

_HEADS = ("Value", "Interval", "n", "Limit")


@dataclass(frozen=True)
class Panel:
    """Estimates that can be compared with each other.

    Parameters
    ----------
    title:
        What they have in common, empty where each has its own name.
    estimates:
        At least one.
    """

    title: str
    estimates: tuple[Estimate, ...]

    @property
    def scale(self) -> Scale | None:
        """The common axis; ``None`` where a picture would show nothing but a dot."""
        compared = any(e.limit or e.lower is not None or e.upper is not None for e in self)
        if not compared and len(self.estimates) < 2:
            return None
        limits = [float(e.limit.value) for e in self if e.limit]
        return Scale.around((value for e in self for value in _values(e)), limits)

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.estimates)


def panels(estimates: Iterable[Estimate]) -> list[Panel]:
    """Put together what belongs on one axis: a measure of several groups, or one unit."""
    found: dict[tuple[str, object], list[Estimate]] = {}
    for estimate in estimates:
        measure = estimate.measure if estimate.group else ""
        # Without a unit, a common limit is what says that values are alike.
        found.setdefault((measure, estimate.unit or estimate.limit), []).append(estimate)
    made = []
    for (measure, alike), members in found.items():
        if (measure or alike) and _of_one_size(members):
            made.append(Panel(measure, tuple(members)))
        else:
            made += [Panel(measure, (member,)) for member in members]
    return made


def figures(estimates: Sequence[Estimate]) -> Html:
    """Return all estimates as one table, a body for each axis."""
    found = [(panel, panel.scale) for panel in panels(estimates)]
    drawn = any(scale for _, scale in found)
    head = [el("th", "What", scope="col")]
    head += [el("th", "Picture", scope="col", class_="p")] if drawn else []
    head += [el("th", name, scope="col") for name in _HEADS]
    return el(
        "table",
        el("caption", "Measured values", class_="v"),
        el("thead", el("tr", *head)),
        *(_body(panel, scale, drawn=drawn) for panel, scale in found),
        class_="fig" if drawn else "fig plain",
    )


def data(value: object, shown: str = "") -> Html:
    """Return a number that can be copied in full."""
    exact = repr(float(value)) if isinstance(value, float) else str(value)
    return el("data", shown or exact, value=exact)


def _body(panel: Panel, scale: Scale | None, *, drawn: bool) -> Html:
    rows = [_row(panel, estimate, scale, drawn=drawn) for estimate in panel]
    if panel.title:
        title = el("th", f"{panel.title} by group", colspan=2 + len(_HEADS), scope="rowgroup")
        rows.insert(0, el("tr", title, class_="g"))
    axis = _axis(scale) if scale else ""
    if axis:
        rows.append(el("tr", el("td"), el("td", axis, class_="p"), class_="a"))
    return el("tbody", *rows)


def _row(panel: Panel, estimate: Estimate, scale: Scale | None, *, drawn: bool) -> Html:
    value, limit = estimate.in_digits
    bound, n = estimate.limit, estimate.n
    return el(
        "tr",
        el("th", estimate.group if panel.title else estimate.name or estimate.group, scope="row"),
        el("td", picture(estimate, scale), class_="p") if drawn else "",
        el("td", data(estimate.value, value), _small(estimate.unit), class_="x"),
        el("td", *_interval(estimate)),
        el("td", data(n) if n is not None else "", class_="n"),
        el("td", data(bound.value, limit), _small(_where(estimate)), class_="l")
        if bound
        else el("td"),
    )


def _small(words: str) -> Html | str:
    return el("small", " ", words) if words else ""


def _where(estimate: Estimate) -> str:
    """Say on which side of its limit a value is, and whether its interval is on both."""
    limit, value = estimate.limit, float(estimate.value)
    if limit is None or math.isnan(value):
        return ""
    inside = limit.met_by(value)
    bounds = [float(bound) for bound in (estimate.lower, estimate.upper) if bound is not None]
    crosses = any(limit.met_by(bound) != inside for bound in bounds if not math.isnan(bound))
    return ("inside" if inside else "outside") + ", interval crosses" * crosses


def _interval(estimate: Estimate) -> Iterator[Html | str]:
    lower, upper = estimate.lower, estimate.upper
    if lower is not None and upper is not None:
        yield from (data(lower, digits(lower)), " to ", data(upper, digits(upper)))
    elif lower is not None:
        yield from ("from ", data(lower, digits(lower)))
    elif upper is not None:
        yield from ("up to ", data(upper, digits(upper)))
    level = f"{estimate.confidence * 100:g}%" if estimate.confidence is not None else ""
    yield _small(", ".join(filter(None, [level, estimate.method])))


def picture(estimate: Estimate, scale: Scale | None) -> Html:
    """Return dot, whisker, limit and the side of it that is allowed, or why there is none."""
    if scale is None:
        return el("span", "neither limit nor interval", class_="why")
    value = float(estimate.value)
    if math.isnan(value):
        return el("span", "undefined (NaN): no dot to draw", class_="why")
    where = _where(estimate)
    title = f"{estimate}" + (f": {where}" if where else "")
    return el(
        "svg",
        el("title", title),
        *_allowed(estimate, scale),
        *_whisker(estimate, scale),
        _dot(value, where, scale),
        role="img",
    )


def _allowed(estimate: Estimate, scale: Scale) -> Iterator[Html]:
    if estimate.limit is None:
        return
    at = scale.at(float(estimate.limit.value))
    start, width = (at, 100 - at) if estimate.limit.is_floor else (0.0, at)
    yield el("rect", class_="ok", x=percent(start), width=percent(width), height="100%")
    yield el("line", class_="l", x1=percent(at), x2=percent(at), y2="100%")


def _whisker(estimate: Estimate, scale: Scale) -> Iterator[Html]:
    """Yield the interval; a side without a bound ends in an arrow at the end of the axis."""
    if estimate.lower is None and estimate.upper is None:
        return
    lower = -math.inf if estimate.lower is None else float(estimate.lower)
    upper = math.inf if estimate.upper is None else float(estimate.upper)
    if math.isnan(lower) or math.isnan(upper):
        return
    lower, upper = sorted([lower, upper])
    start, end = percent(scale.at(lower)), percent(scale.at(upper))
    kind = "w" + " from" * math.isinf(lower) + " to" * math.isinf(upper)
    yield el("line", class_=kind, x1=start, x2=end, y1="50%", y2="50%")


def _dot(value: float, where: str, scale: Scale) -> Html:
    mark = {"outside": "#bad", "inside": "#good"}.get(where, "#dot")
    if math.isinf(value):
        mark = "#ar" if value > 0 else "#al"
    return el("use", href=mark, x=percent(scale.at(value)), y="50%")


def _axis(scale: Scale) -> Html | str:
    marks = [el("line", class_="t", x2="100%")]
    for at, label in scale.ticks():
        marks.append(el("line", class_="t", x1=percent(at), x2=percent(at), y2="5"))
        marks.append(el("text", label, class_=_anchor(at), x=percent(at), y="18"))
    return el("svg", *marks, aria_hidden="true") if len(marks) > 1 else ""


def _anchor(at: float) -> str | None:
    """Keep labels at the ends inside the picture."""
    if at < 6:
        return "s"
    return "e" if at > 94 else None


def percent(place: float) -> str:
    """Return a place as SVG takes it."""
    return f"{place:.2f}".rstrip("0").rstrip(".") + "%"


def _values(estimate: Estimate) -> Iterator[float]:
    bound = estimate.limit.value if estimate.limit else None
    for value in (estimate.value, estimate.lower, estimate.upper, bound):
        if value is not None:
            yield float(value)


def _of_one_size(members: Sequence[Estimate]) -> bool:
    sizes = [size for member in members if (size := _size(member))]
    return not sizes or max(sizes) <= _MOST_APART * min(sizes)


def _size(estimate: Estimate) -> float:
    return max((abs(v) for v in _values(estimate) if math.isfinite(v)), default=0.0)
