"""Values over time: a line with points, the limit, dates, and all values as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pytest_mlgate.estimate import Series, digits
from pytest_mlgate.reports._html.figures import data, percent
from pytest_mlgate.reports._html.markup import Html, el
from pytest_mlgate.reports._html.scale import Scale

_MOST_DOTS = 90
_MOST_ROWS = 400


def trend(series: Series) -> Html:
    """Return the picture of a series with its table."""
    values = [float(value) for _, value in series.points]
    bound = [] if series.limit is None else [float(series.limit.value)]
    scale = Scale.around(values, bound)
    drawn = scale is not None and any(map(math.isfinite, values))
    plot = _plot(series, values, scale) if scale and drawn else el("p", "No finite value to draw.")
    return el("figure", el("figcaption", *_caption(series, values)), plot, _table(series))


def _caption(series: Series, values: Sequence[float]) -> Iterator[object]:
    yield el("b", series.name)
    yield f", {series.unit}" if series.unit else ""
    if not values:
        yield ": no values yet."
        return
    (first, start), (last, end) = series.points[0], series.points[-1]
    if len(values) == 1:
        yield from (": ", data(end, digits(end)), f" on {last}")
    else:
        yield from (f": {len(values)} values, ", data(start, digits(start)), f" on {first} to ")
        yield from (data(end, digits(end)), f" on {last}")
    if series.limit is not None:
        side = "inside" if series.limit.met_by(float(end)) else "outside"
        yield f"; the last is {side} the limit {series.limit}"
    gaps = sum(not math.isfinite(value) for value in values)
    yield f"; {gaps} not finite and left out of the line." if gaps else "."


def _plot(series: Series, values: Sequence[float], scale: Scale) -> Html:
    places = list(zip(_times([time for time, _ in series.points]), values, strict=True))
    points = [(x, 100 - scale.at(y) if math.isfinite(y) else None) for x, y in places]
    labels = [
        el("text", label, x="100%", y=percent(100 - at), dy="4") for at, label in scale.ticks()
    ]
    first, last = series.points[0][0], series.points[-1][0]
    ends = [el("span", first), el("span", last)] if len(values) > 1 else [el("span", first)]
    return el(
        "div",
        el("svg", *labels, class_="y", aria_hidden="true"),
        el(
            "svg",
            el("title", f"Line of {series.name} over time"),
            *_ground(series, scale),
            _line(points),
            *_dots(points),
            role="img",
        ),
        el("div", *ends, class_="ends", aria_hidden="true"),
        class_="plot",
    )


def _ground(series: Series, scale: Scale) -> list[Html]:
    """Return the allowed side, the lines of the scale on it, and the limit on top."""
    grid = []
    for tick, _ in scale.ticks():
        y = percent(100 - tick)
        grid.append(el("line", class_="t", x2="100%", y1=y, y2=y))
    if series.limit is None:
        return grid
    at = 100 - scale.at(float(series.limit.value))
    top, height = (0.0, at) if series.limit.is_floor else (at, 100 - at)
    allowed = el("rect", class_="ok", y=percent(top), width="100%", height=percent(height))
    return [allowed, *grid, el("line", class_="l", x2="100%", y1=percent(at), y2=percent(at))]


def _line(points: Sequence[tuple[float, float | None]]) -> Html:
    """Return the line, with a gap where a value is not finite."""
    path, pen = [], "M"
    for x, y in points:
        if y is None:
            pen = "M"
        else:
            path.append(f"{pen}{x:.2f} {y:.2f}")
            pen = "L"
    shape = el("path", d="".join(path), class_="s")
    return el("svg", shape, viewBox="0 0 100 100", preserveAspectRatio="none")


def _dots(points: Sequence[tuple[float, float | None]]) -> Iterator[Html]:
    """Yield a dot for each value, for the last one only where they would run together."""
    finite = [(x, y) for x, y in points if y is not None]
    for x, y in finite if len(finite) <= _MOST_DOTS else finite[-1:]:
        yield el("use", href="#dot", x=percent(x), y=percent(y))


def _times(times: Sequence[str]) -> list[float]:
    """Return places in percent: by time, or evenly where the times cannot be read or run back."""
    read = [_seconds(time) for time in times]
    known = [second for second in read if second is not None]
    if len(known) < len(read) or known != sorted(known) or known[0] == known[-1]:
        known = [float(i) for i in range(len(times))]
    first, span = known[0], known[-1] - known[0]
    return [1 + 98 * (second - first) / span if span else 50.0 for second in known]


def _seconds(time: str) -> float | None:
    try:
        read = datetime.fromisoformat(time)
    except ValueError:
        return None
    moment = read if read.tzinfo else read.replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def _table(series: Series) -> Html | str:
    newest = series.points[-_MOST_ROWS:]
    if not newest:
        return ""
    left = len(series.points) - len(newest)
    more = f", the newest {len(newest)} of {len(series.points)}" if left else ""
    rows = [
        el("tr", el("th", time, scope="row"), el("td", data(value, digits(value)), class_="x"))
        for time, value in newest
    ]
    value = f"Value, {series.unit}" if series.unit else "Value"
    head = el("tr", el("th", "Time", scope="col"), el("th", value, scope="col"))
    table = el(
        "table",
        el("caption", f"{series.name}{more}", class_="v"),
        el("thead", head),
        el("tbody", *rows),
    )
    return el("details", el("summary", f"Values as a table{more}"), table)
