"""The HTML report as a parser sees it; test_html_browser.py looks at it in a browser."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings

from pytest_mlgate.errors import printable
from pytest_mlgate.reports import html
from pytest_mlgate.reports._html.figures import panels
from pytest_mlgate.reports._html.page import asset, headline
from pytest_mlgate.reports._html.scale import Scale
from pytest_mlgate.reports.record import About, GateReport
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Series
from report_samples import HOSTILE, everywhere, record, report, reports

FLOOR = Limit(">=", 0.8)


def parse(page: str) -> Any:
    """Parse as strictly as there is; style and script are long, and ours."""
    lean = page.replace(asset("report.css"), "").replace(asset("report.js"), "")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(lean)


def read(one: GateReport) -> Any:
    return parse(html.write(one))


def find(tree: Any, tag: str, kind: str = "") -> list[Any]:
    return [
        element
        for element in tree.iter(tag)
        if not kind or kind in (element.get("class") or "").split()
    ]


def words(element: Any) -> str:
    return "".join(element.itertext())


def shown(value: str) -> str:
    return printable(value, keep="\n\t")


def svg(tree: Any, tag: str, kind: str = "") -> list[Any]:
    return find(tree, "{http://www.w3.org/2000/svg}" + tag, kind)


def drawn(*estimates: Estimate, series: tuple[Series, ...] = ()) -> Any:
    (item,) = find(read(report(record(estimates=estimates, series=series))), "details", "c")
    return item


# What it says


def test_the_first_screen_says_what_blocks_and_what_to_do() -> None:
    one = record(
        "FAIL",
        "fairness.impact",
        "sex",
        summary="3 findings, first: a.py:1: bad",
        remedy="Mend it.",
        findings=tuple(Finding(message="bad", path=f"{n}.py", line=1) for n in "abcde"),
    )
    tree = read(report(one, record(), record("WARN", "drift.psi")))
    (header,) = find(tree, "header")
    assert (header.get("data-outcome"), header.get("data-blocked")) == ("FAIL", "true")
    assert words(find(tree, "h1")[0]) == words(find(tree, "title")[0]) == "The gate fails"
    assert words(find(header, "p")[0]) == "1 of 3 checks blocks."
    assert [words(li) for li in find(header, "li")] == ["1 fail", "1 warn", "1 pass"]
    (blocker,) = find(find(tree, "ol")[0], "li")
    (link,) = find(blocker, "a")
    assert words(link) == "fairness.impact[sex]"
    assert words(blocker).endswith(
        "3 findings, first: a.py:1: badWhere: a.py:1, b.py:1, c.py:1 and 2 moreTo do: Mend it."
    )
    (place,) = [e for e in tree.iter() if e.get("id") == link.get("href")[1:]]
    assert "bad" in words(place)


@pytest.mark.parametrize(
    ("items", "reason", "said"),
    [
        (["PASS"], "", "The gate passes"),
        (["PASS", "WARN"], "", "The gate passes, with warnings"),
        (["FAIL"], "", "The gate fails"),
        (["ERROR", "PASS"], "", "The gate fails"),
        (["PASS"], "no check ran", "The gate fails"),
        (["NOT_APPLICABLE"], "", "Nothing in this project was applicable"),
        ([], "", "Nothing in this project was applicable"),
        (["INCONCLUSIVE"], "", "The gate passes, and part of it is inconclusive"),
    ],
)
def test_the_outcome_in_words(items: list[str], reason: str, said: str) -> None:
    one = replace(report(*map(record, items)), reason=reason)
    assert headline(one) == said
    assert reason in words(find(read(one), "header")[0])


def test_nothing_blocks() -> None:
    tree = read(report(record(), record("WARN")))
    assert words(find(tree, "p", "why")[0]) == "None of 2 checks blocks."
    assert find(tree, "ol") == []
    assert "Nothing blocks." in words(find(tree, "main")[0])


def test_outcomes_that_only_a_policy_makes() -> None:
    thin = report(record("INCONCLUSIVE", blocks=True))
    assert headline(thin) == "The gate is inconclusive, and blocks"
    waived = report(record("FAIL", blocks=False))
    assert headline(waived) == "The gate does not block, and holds a result of fail"


def test_families_with_counts_and_the_worst_first() -> None:
    tree = read(
        report(
            record("PASS", "a.one"), record("PASS", "b.two"), record("ERROR", "b.three"),
            record("WARN", "b.four"),
        )
    )  # fmt: skip
    rows = [[words(cell) for cell in row] for row in find(find(tree, "table")[0], "tr")]
    assert rows == [
        ["Family", "error", "fail", "inconclusive", "warn", "pass", "not applicable"],
        ["a", "0", "0", "0", "0", "1", "0"],
        ["b", "1", "0", "0", "1", "1", "0"],
    ]
    assert [words(h) for h in find(tree, "h3")] == ["a 1 pass", "b 1 error, 1 warn, 1 pass"]
    assert [words(h) for h in find(tree, "h4")] == ["a.one", "b.three", "b.four", "b.two"]


def test_what_is_behind_a_check() -> None:
    one = record(
        "FAIL", "a.one", remedy="All of it.", detail="\n  Traceback\n",
        findings=(
            Finding(message="first", path="x.ipynb", cell=2, line=7, rule="N3", remedy="This."),
            Finding(message="second", subject="sex", waived="ann until 2027: known"),
        ),
    )  # fmt: skip
    about = About(title="It holds.", kind="evidence", doc="\nIt holds.\n\nWhy\n---\n")
    tree = read(replace(report(one), checks={"a.one": about}))
    (item,) = find(tree, "details", "c")
    assert words(find(item, "p", "rule")[0]) == "It holds."
    assert words(find(item, "p", "todo")[0]) == "To do: All of it."
    assert words(find(item, "h5")[0]) == "2 findings, 1 waived"
    assert [words(li) for li in find(item, "li")] == [
        "fail x.ipynb[cell 2]:7 N3 firstTo do: This.",
        "fail sex secondWaived: ann until 2027: known",
    ]
    assert words(find(item, "pre")[0]) == "\n  Traceback\n"
    (link,) = find(find(item, "p", "facts")[0], "a")
    (doc,) = [e for e in tree.iter() if e.get("id") == link.get("href")[1:]]
    assert words(doc) == "\nIt holds.\n\nWhy\n---\n"


def test_many_findings_are_paged_and_all_there() -> None:
    found = tuple(Finding(message=f"number {n}") for n in range(450))
    tree = read(report(record("FAIL", findings=found)))
    assert [words(s) for s in find(find(tree, "details", "c")[0], "summary")][1:] == [
        "Findings 21 to 220", "Findings 221 to 420", "Findings 421 to 450",
    ]  # fmt: skip
    assert [words(li) for li in find(tree, "li") if "number" in words(li)][-450:] == [
        f"fail number {n}" for n in range(450)
    ]


def test_an_inconclusive_check_says_how_many_rows_would_settle_it() -> None:
    thin = Estimate(name="rate", value=0.85, lower=0.75, upper=0.9, n=100, limit=FLOOR)
    tree = read(report(record("INCONCLUSIVE", blocks=True, estimates=(thin,))))
    said = [words(p) for p in find(tree, "p", "todo")]
    assert said == ["To settle it: about 401 rows rather than 100 (rate)"] * 2


def test_more_blockers_than_a_screen_holds() -> None:
    tree = read(report(*(record("FAIL", f"a.n{n:02}") for n in range(13))))
    first, rest = find(tree, "ol")
    assert (len(first), len(rest), rest.get("start")) == (10, 3, "11")


# Figures


def test_figures_say_the_numbers() -> None:
    one = Estimate(name="rate", value=0.75, lower=1 / 3, upper=0.775, confidence=0.95, n=120,
                   unit="share", method="Wilson", limit=FLOOR)  # fmt: skip
    item = drawn(one)
    cells = [words(cell) for cell in find(find(item, "tbody")[0], "tr")[0]]
    title = f"{one}: outside"
    assert cells == [
        "rate", title, "0.75 share", "0.333333 to 0.775 95%, Wilson", "120", ">= 0.8 outside",
    ]  # fmt: skip
    exact = [found.get("value") for found in find(find(item, "tbody")[0], "data")]
    assert exact == ["0.75", repr(1 / 3), "0.775", "120", "0.8"]
    assert svg(item, "svg")[0].get("role") == "img"
    assert words(svg(item, "title")[0]) == title


def test_dot_whisker_limit_and_allowed_side() -> None:
    item = drawn(Estimate(name="rate", value=0.9, lower=0.85, upper=0.95, limit=FLOOR))
    at = {name: float(svg(item, "line", "w")[0].get(name)[:-1]) for name in ("x1", "x2")}
    dot = float(svg(item, "use")[0].get("x")[:-1])
    (allowed,) = svg(item, "rect", "ok")
    limit = float(svg(item, "line", "l")[0].get("x1")[:-1])
    assert 0 < limit < at["x1"] < dot < at["x2"] < 100
    assert float(allowed.get("x")[:-1]) == limit
    assert float(allowed.get("width")[:-1]) == pytest.approx(100 - limit, abs=0.02)
    assert dot - limit == pytest.approx((at["x2"] - limit) * 2 / 3, abs=0.02)
    ceiling = drawn(Estimate(name="rate", value=3, limit=Limit("<=", 2)))
    (allowed,) = svg(ceiling, "rect", "ok")
    assert allowed.get("x") == "0%"
    assert svg(ceiling, "use")[0].get("href") == "#bad"


@pytest.mark.parametrize(
    ("more", "mark", "said"),
    [
        ({}, "#good", "inside"),
        ({"lower": 0.81}, "#good", "inside"),
        ({"lower": 0.7}, "#dot", "inside, interval crosses"),
        ({"value": 0.7}, "#bad", "outside"),
        ({"value": 0.7, "upper": 0.9}, "#dot", "outside, interval crosses"),
        ({"value": 0.7, "upper": math.nan}, "#bad", "outside"),
    ],
)
def test_on_which_side_of_the_limit(more: dict[str, float], mark: str, said: str) -> None:
    item = drawn(Estimate(**{"name": "rate", "value": 0.9, "limit": FLOOR, **more}))
    assert svg(item, "use")[0].get("href") == mark
    assert words(find(item, "td", "l")[0]) == f">= 0.8 {said}"


@pytest.mark.parametrize(
    ("lower", "upper", "kind"),
    [
        (0.5, None, "w to"),
        (0.5, math.inf, "w to"),
        (None, 0.9, "w from"),
        (-math.inf, math.inf, "w from to"),
        (0.9, 0.5, "w"),
        (0.8, 0.8, "w"),
    ],
)
def test_a_side_without_a_bound_ends_in_an_arrow(
    lower: float | None, upper: float | None, kind: str
) -> None:
    item = drawn(Estimate(name="rate", value=0.8, lower=lower, upper=upper, limit=FLOOR))
    (whisker,) = svg(item, "line", "w")
    assert whisker.get("class") == kind
    assert float(whisker.get("x1")[:-1]) <= float(whisker.get("x2")[:-1])


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (Estimate(name="x", value=math.nan, limit=FLOOR), "undefined (NaN): no dot to draw"),
        (Estimate(name="x", value=3), ""),
    ],
)
def test_saidwhere_there_is_no_picture(measured: Estimate, said: str) -> None:
    item = drawn(measured)
    assert svg(item, "use") == []
    assert "".join(words(why) for why in find(item, "span", "why")) == said


def test_an_estimate_with_nothing_to_compare_has_saidbeside_drawn_ones() -> None:
    item = drawn(Estimate(name="x", value=3), Estimate(name="y", value=1, limit=FLOOR))
    assert [words(why) for why in find(item, "span", "why")] == ["neither limit nor interval"]


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_an_infinite_value_is_an_arrow_at_the_end(value: float) -> None:
    (mark,) = svg(drawn(Estimate(name="x", value=value, limit=FLOOR)), "use")
    assert (mark.get("href"), mark.get("x")) == (
        ("#ar", "100%") if value > 0 else ("#al", "0%")
    )  # fmt: skip


def test_what_shares_an_axis() -> None:
    def rate(group: str, **more: Any) -> Estimate:
        return Estimate(name=f"rate of {group}", value=0.5, group=group, **more)

    seconds = [Estimate(name=f"run {n}", value=n, unit="s") for n in (1, 5)]
    far = [Estimate(name=f"run {n}", value=n, unit="B") for n in (1, 50_000)]
    gaps = [Estimate(name=f"gap {n}", value=n, limit=FLOOR) for n in (1, 2)]
    alone = [Estimate(name=n, value=1) for n in "ab"]
    found = panels([rate("f"), *seconds, rate("m"), *far, *gaps, *alone])
    assert [(panel.title, [e.name for e in panel]) for panel in found] == [
        ("rate", ["rate of f", "rate of m"]), ("", ["run 1", "run 5"]), ("", ["run 1"]),
        ("", ["run 50000"]), ("", ["gap 1", "gap 2"]), ("", ["a"]), ("", ["b"]),
    ]  # fmt: skip


def test_groups_are_drawn_on_one_axis() -> None:
    item = drawn(
        *(Estimate(name=f"rate of {g}", value=v, lower=v - 0.1, upper=v + 0.1, group=g)
          for g, v in (("f", 0.2), ("m", 0.6)))
    )  # fmt: skip
    (body,) = find(item, "tbody")
    assert [words(th) for th in find(body, "th")] == ["rate by group", "f", "m"]
    first, second = (float(use.get("x")[:-1]) for use in svg(body, "use"))
    assert second == pytest.approx(3 * first, abs=0.05)  # the axis starts at zero


@pytest.mark.parametrize(
    "values",
    [
        [1.7e308, -1.7e308], [5e-324], [5e-324, 1e-323], [0.0], [3.0, 3.0], [1e16, 1e16 + 2],
        [-1e-310, 1e-310], [0.0, 1e300], [1e-300, 1e300], [-5.0, -4.0], [1e301, 2e301],
    ],
)  # fmt: skip
def test_every_finite_value_has_its_place(values: list[float]) -> None:
    scale = Scale.around(values)
    assert scale is not None
    places = [scale.at(value) for value in sorted(values)]
    assert all(0 <= place <= 100 for place in places)
    assert places == sorted(places)
    ticks = list(scale.ticks())
    assert all(0 <= at <= 100 for at, _ in ticks)
    assert len({label for _, label in ticks}) == len(ticks)
    assert (scale.at(math.inf), scale.at(-math.inf)) == (100, 0)


def test_ticks_are_round() -> None:
    scale = Scale.around([0.12, 0.61], [0.5])
    assert scale is not None
    assert [label for _, label in scale.ticks()] == ["0", "0.25", "0.5"]


def test_a_limit_of_zero_is_not_the_end_of_the_axis() -> None:
    scale = Scale.around([-0.1, -0.05], [0.0])
    assert scale is not None
    assert scale.at(0.0) < 95


def test_nothing_finite_has_no_axis() -> None:
    assert Scale.around([math.nan, math.inf]) is None


# Series


def test_a_series_is_a_line_with_its_table() -> None:
    points = (("2026-06-01", 70.0), ("2026-06-11", 80.5), ("2026-06-21", 75.25))
    found = Series(name="score", points=points, unit="points", limit=Limit(">=", 60))
    item = drawn(series=(found,))
    (caption,) = find(item, "figcaption")
    assert words(caption) == (
        "score, points: 3 values, 70 on 2026-06-01 to 75.25 on 2026-06-21; the last is "
        "inside the limit >= 60."
    )
    (line,) = svg(item, "path", "s")
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", line.get("d"))]
    assert xs == [1, 50, 99]
    assert [words(row) for row in find(item, "tr")] == [
        "TimeValue, points", "2026-06-0170", "2026-06-1180.5", "2026-06-2175.25",
    ]  # fmt: skip


def test_a_gap_in_a_series_is_a_gap_in_the_line() -> None:
    values = (1.0, 2.0, math.nan, 3.0, math.inf, 1.5)
    points = tuple((f"2026-06-0{n}", value) for n, value in enumerate(values, 1))
    item = drawn(series=(Series(name="psi", points=points),))
    assert re.sub(r"[\d. ]", "", svg(item, "path", "s")[0].get("d")) == "MLMM"
    assert "; 2 not finite and left out of the line." in words(find(item, "figcaption")[0])


@pytest.mark.parametrize(
    "times",
    [("b", "a", "c"), ("2026-06-02", "2026-06-01", "2026-06-03"), ("2026-06-01",) * 3],
)
def test_times_that_say_nothing_are_even(times: tuple[str, ...]) -> None:
    item = drawn(series=(Series(name="psi", points=tuple((t, 1.0) for t in times)),))
    xs = re.findall(r"[ML]([\d.]+) ", svg(item, "path", "s")[0].get("d"))
    assert xs == ["1.00", "50.00", "99.00"]


@pytest.mark.parametrize("points", [(), (("2026-06-01", math.nan),)])
def test_a_series_with_nothing_to_draw_says_so(points: tuple[tuple[str, float], ...]) -> None:
    assert "No finite value to draw." in words(drawn(series=(Series(name="x", points=points),)))


def test_a_long_series_shows_its_newest_values() -> None:
    points = tuple((f"{1600 + n}-01-01", float(n)) for n in range(1000))
    item = drawn(series=(Series(name="x", points=points),))
    assert len(find(item, "tr")) == 401
    assert len(svg(item, "use")) == 1
    assert "newest 400 of 1000" in words(find(item, "figure")[0])


# Safety


def test_the_content_policy_allows_our_style_and_script_and_nothing_else() -> None:
    page = html.write(report(record()))
    (allowed,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    directives = dict(part.split(" ", 1) for part in allowed.split("; "))
    for tag in ("style", "script"):
        (source,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert directives.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert directives == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    assert '<meta name="referrer" content="no-referrer">' in page
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_style_and_script_name_no_other_place() -> None:
    assert set(re.findall(r"url\([^)]*\)", asset("report.css"))) == {
        "url(#cap)", "url(#left)", "url(#right)",
    }  # fmt: skip
    for name in ("report.css", "report.js"):
        assert asset(name).isascii() or name == "report.js"
        assert not re.search(r"https?:|@import|innerHTML|eval\(|</", asset(name))


def harmless(tree: Any) -> None:
    """Assert that nothing in a page acts or leads out of it."""
    for element in tree.iter():
        assert element.tag not in {"img", "iframe", "object", "embed", "base", "a:href"}
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in {"style", "src", "srcdoc", "action"}, name
            if name == "href":
                assert re.fullmatch(r"#[a-z]+\d*", value), value
    assert len(find(tree, "script")) == len(find(tree, "style")) == 1
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_is_text(text: str) -> None:
    one = everywhere(text)
    tree = read(one)
    harmless(tree)
    assert words(find(tree, "h4")[0]) == shown(one.records[0].key)
    for tag, kind in (("p", "rule"), ("pre", "")):
        assert words(find(tree, tag, kind)[0]) == shown(text)
    for tag, kind in (("span", "sum"), ("p", "said")):
        assert words(find(tree, tag, kind)[0]) == printable(text)
    assert f"To do: {printable(text)}" in [words(p) for p in find(tree, "p", "todo")]
    for option in find(tree, "option")[1:]:
        assert words(option).strip() in shown(text)


@settings(max_examples=40)
@given(reports)
def test_any_report_is_valid_and_says_what_it_was_given(one: GateReport) -> None:
    tree = read(one)
    harmless(tree)
    ordered = one.worst_first()
    families = list(one.counts())
    listed = [r for family in families for r in ordered if r.family == family]
    items = find(tree, "details", "c")
    assert [words(find(i, "h4")[0]) for i in items] == [shown(r.key) for r in listed]
    for item, of in zip(items, listed, strict=True):
        verdict = of.ruling.verdict
        assert words(find(item, "span", "sum")[0]) == shown(verdict.summary)
        said = words(item)
        for text in (
            *(f.message for f in verdict.findings), *(f.location for f in verdict.findings),
            *(e.group or e.name for e in verdict.estimates), *(s.name for s in verdict.series),
            verdict.detail, of.nodeid, *of.inputs.values(),
        ):  # fmt: skip
            assert shown(text) in said
        pictures = [words(title) for title in svg(item, "title")]
        figures = tuple(shown(str(e)) for e in verdict.estimates)
        assert all(title.startswith((*figures, "Line of ")) for title in pictures)


def test_headings_go_down_one_step_at_a_time() -> None:
    page = html.write(everywhere("x"))
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_empty_report_is_a_page() -> None:
    tree = read(GateReport(created_at="", phase="", config="", records=()))
    assert tree.get("lang") == "en"
    assert find(tree, "details") == []
    assert "No check ran." in words(tree)


def test_nothing_of_it_is_loaded_by_a_run_without_it() -> None:
    script = (
        "import sys; from pytest_mlgate import builtin; f = builtin.pytest_mlgate_reports(); "
        "print([m for m in sys.modules if '_html' in m or m == 'pytest_mlgate.reports.html'])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_saidof_all_outcomes() -> None:
    tree = read(report(*(record(outcome) for outcome in Outcome)))
    (tally,) = find(tree, "ul", "counts")
    assert [words(li) for li in tally] == [
        "1 error", "1 fail", "1 inconclusive", "1 warn", "1 pass", "1 not applicable",
    ]  # fmt: skip


# Contrast


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * d for d in digits)
    linear = []
    for start in (0, 2, 4):
        part = int(digits[start : start + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


def schemes() -> list[dict[str, str]]:
    """Return the colours of light, dark and paper."""
    blocks = re.findall(r":root \{(.*?)\}", asset("report.css"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in blocks]


def test_the_measure_of_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", range(3), ids=["light", "dark", "paper"])
def test_every_colour_can_be_read(scheme: int) -> None:
    colours = schemes()[scheme]
    assert len(schemes()) == 3
    for name in (
        "ink", "dim", "link", "pass", "warn", "inconclusive", "fail", "error", "not",
    ):  # fmt: skip
        for ground in ("page", "soft"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    for name in ("dot", "edge", "pass", "fail", "ink"):  # marks in pictures
        for ground in ("page", "allowed"):
            assert contrast(colours[name], colours[ground]) >= 3, (name, ground)
