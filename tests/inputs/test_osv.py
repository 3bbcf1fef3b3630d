"""What an advisory says about a version, by the rules of the OSV format and PEP 440."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import osv_server
from pytest_mlgate.inputs import _osv, _severity
from pytest_mlgate.inputs._osv import Hole
from pytest_mlgate.inputs._severity import Severity

pytest.importorskip("cvss")

V2_HIGH = "AV:N/AC:L/Au:N/C:P/I:P/A:P"
V3_CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
V3_MEDIUM = "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"
V3_LOW = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
V4_CRITICAL = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


def record(*events: dict[str, str], name: str = "six", **more: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"package": {"ecosystem": "PyPI", "name": name}}
    if events:
        entry["ranges"] = [{"type": "ECOSYSTEM", "events": list(events)}]
    entry |= {key: more.pop(key) for key in ("versions", "ranges") if key in more}
    return {"id": "PYSEC-1", "affected": [entry], **more}


def introduced(version: str = "0") -> dict[str, str]:
    return {"introduced": version}


def fixed(version: str) -> dict[str, str]:
    return {"fixed": version}


@pytest.mark.parametrize(
    ("events", "inside", "outside"),
    [
        ([introduced()], ["0", "0.dev0", "0a1", "1", "1!0", "2020.1"], []),
        ([introduced("1")], ["1", "1.0", "1.0+local", "1.post1", "2"], ["0.9", "1a1", "1.dev0"]),
        ([introduced(), fixed("2")], ["0.1", "1.9", "2a1", "2rc1", "2.dev3"], ["2", "2.0", "2.1"]),
        ([introduced("1"), fixed("2")], ["1", "1.5"], ["0.9", "2", "3"]),
        ([introduced("1"), {"last_affected": "2"}], ["1", "2", "2.0"], ["2.post1", "2.0.1", "0"]),
        ([introduced("4.0"), fixed("4.3"), introduced("5.0"), fixed("5.2")],
         ["4.0", "4.2", "5.0", "5.1"], ["3.9", "4.3", "4.9", "5.2"]),
        # The order of the list does not matter.
        ([fixed("4.3"), introduced("5.0"), fixed("5.2"), introduced("4.0")],
         ["4.0", "5.1"], ["4.3", "5.2"]),
        # One interval ends where the next one begins; and an empty one.
        ([introduced("1"), fixed("2"), introduced("2"), fixed("3")], ["1", "2", "2.5"], ["3"]),
        ([introduced("2"), fixed("2")], [], ["1", "2", "3"]),
        ([introduced(), {"limit": "2"}], ["1"], ["2", "3"]),
        ([introduced(), {"limit": "1"}, {"limit": "3"}], ["1", "2"], ["3"]),
        ([introduced("1.10")], ["1.10", "1.11"], ["1.9", "1.2"]),
        ([introduced(), fixed("1!1.0")], ["2024.1", "0!9"], ["1!1.0"]),
        ([fixed("2")], [], ["1", "2"]),
        ([], [], ["1"]),
    ],
)  # fmt: skip
def test_ranges(events: list[dict[str, str]], inside: list[str], outside: list[str]) -> None:
    one = record(ranges=[{"type": "ECOSYSTEM", "events": events}])
    assert [v for v in inside if not _osv.affects(one, "six", v)] == []
    assert [v for v in outside if _osv.affects(one, "six", v)] == []


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=6, unique=True),
    st.integers(0, 13),
    st.randoms(use_true_random=False),
)
def test_ranges_are_unions_of_intervals_in_any_order(
    cuts: list[int], version: int, random: Any
) -> None:
    cuts = sorted(cuts)
    pairs = list(zip(cuts[::2], [*cuts[1::2], 99], strict=False))
    events = [event for a, b in pairs for event in (introduced(str(a)), fixed(str(b)))]
    random.shuffle(events)
    one = record(ranges=[{"type": "ECOSYSTEM", "events": events}])
    expected = any(a <= version < b for a, b in pairs)
    assert _osv.affects(one, "six", str(version)) is expected


def test_adjoining_intervals_in_any_order() -> None:
    events = [introduced(), fixed("3.1"), introduced("3.1"), fixed("3.3")]
    for order in permutations(events):
        one = record(ranges=[{"type": "ECOSYSTEM", "events": list(order)}])
        assert [_osv.affects(one, "six", v) for v in ("3.0", "3.1", "3.2", "3.3")] == [
            True, True, True, False,
        ]  # fmt: skip


def test_listed_versions_count_beside_ranges_in_every_spelling() -> None:
    one = record(introduced("3"), fixed("4"), versions=["1.0", "2.0RC1", "2004d", None, 7])
    for version in ("1.0", "1", "1.0.0", "2.0rc1", "3.5", "2004d"):
        assert _osv.affects(one, "six", version), version
    for version in ("1.1", "2.0", "4", "2004e"):
        assert not _osv.affects(one, "six", version), version


def test_ranges_of_commits_mean_nothing_for_a_version() -> None:
    events = [introduced(), fixed("b42dd4badf803bb9fb71ac34cd9cb0c249262f2c")]
    assert not _osv.affects(record(ranges=[{"type": "GIT", "events": events}]), "six", "1")
    assert _osv.fixed_versions(record(ranges=[{"type": "GIT", "events": events}]), "six") == []


def test_a_range_that_cannot_be_compared_counts_unless_versions_are_listed() -> None:
    odd = record(introduced(), fixed("0.2.0-n653"))
    assert _osv.affects(odd, "six", "9.9")
    assert Hole.of(odd, "six", "9.9").fixes == ()
    listed = record(introduced(), fixed("2019-09-12"), versions=["0.1"])
    assert _osv.affects(listed, "six", "0.1")
    assert not _osv.affects(listed, "six", "9.9")


@pytest.mark.parametrize("name", ["jw.util", "JW_Util", "jw-util"])
def test_names_in_any_spelling(name: str) -> None:
    one = record(introduced(), fixed("2.3"), name=name)
    assert _osv.names(one) == {"jw-util"}
    assert _osv.affects(one, "jw-util", "2.2")
    assert Hole.of(one, "jw-util", "2.2").fixes == ("2.3",)


def test_other_packages_and_ecosystems_of_a_record_do_not_count() -> None:
    one = record(introduced())
    one["affected"][0]["package"]["ecosystem"] = "npm"
    assert not _osv.affects(one, "six", "1")
    assert not _osv.affects(record(introduced()), "seven", "1")


def test_fixes_are_newer_versions_of_every_range_of_the_package() -> None:
    first = [introduced(), fixed("1.2"), introduced("2"), fixed("2.1")]
    second = [introduced("3"), fixed("3.10"), fixed("rubbish")]
    one = record(ranges=[{"type": "ECOSYSTEM", "events": events} for events in (first, second)])
    one["affected"] += record(introduced(), fixed("9"), name="other")["affected"]
    assert Hole.of(one, "six", "2.0").fixes == ("2.1", "3.10")
    assert Hole.of(one, "six", "3.2").fixes == ("3.10",)
    assert Hole.of(one, "six", "4").fixes == ()


# Severity


@pytest.mark.parametrize(
    ("score", "severity"),
    [
        (10, "critical"), (9.0, "critical"), (8.9, "high"), (7.0, "high"), (6.9, "medium"),
        (4.0, "medium"), (3.9, "low"), (0.1, "low"), (0, "low"), ("7.5", "high"),
        (10.1, "unknown"), (-1, "unknown"), ("nan", "unknown"), (None, "unknown"), ([], "unknown"),
        ("", "unknown"), (10**400, "unknown"),
    ],
)  # fmt: skip
def test_bands(score: object, severity: str) -> None:
    assert _severity.of_score(score).value == severity


@pytest.mark.parametrize(
    ("vector", "severity"),
    [
        (V2_HIGH, "high"), (f"({V2_HIGH})", "high"), (V3_CRITICAL, "critical"),
        (V3_MEDIUM, "medium"), (V3_LOW, "low"), (V4_CRITICAL, "critical"), ("9.8", "critical"),
        (None, "unknown"), (3, "unknown"), ("", "unknown"), ("CVSS:3.1/", "unknown"),
        ("CVSS:5.0/AV:N", "unknown"), ("CVSS:3.1/AV:N/AV:N", "unknown"), ("AV:", "unknown"),
        (V3_CRITICAL + "/" * 500, "unknown"), ("CVSS:4.0/AV:N/AC:Q", "unknown"),
    ],
)  # fmt: skip
def test_vectors(vector: object, severity: str) -> None:
    assert _severity.of_vector(vector).value == severity


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("CRITICAL", "critical"), ("High", "high"), ("IMPORTANT", "high"), ("MODERATE", "medium"),
        (" medium ", "medium"), ("low", "low"), ("Negligible", "low"), ("UNKNOWN", "unknown"),
        ("catastrophic", "unknown"), ("", "unknown"), (None, "unknown"), (7, "unknown"),
        ({"level": "low"}, "unknown"),
    ],
)  # fmt: skip
def test_words(word: object, severity: str) -> None:
    assert _severity.of_word(word).value == severity


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ({}, "unknown"),
        ({"severity": None}, "unknown"),
        ({"severity": [{"type": "CVSS_V3", "score": None}]}, "unknown"),
        ({"severity": [{"type": "CVSS_V3", "score": V3_MEDIUM}]}, "medium"),
        ({"severity": [{"type": "CVSS_V3", "score": V3_MEDIUM},
                       {"type": "CVSS_V4", "score": V4_CRITICAL}]}, "critical"),
        ({"database_specific": {"severity": "MODERATE"}}, "medium"),
        ({"database_specific": {"severity": None}}, "unknown"),
        ({"database_specific": "HIGH"}, "unknown"),
        # A vector is more exact than a word; a broken one is no vector.
        ({"severity": [{"score": V3_LOW}], "database_specific": {"severity": "HIGH"}}, "low"),
        ({"severity": [{"score": "CVSS:3.1/x"}], "database_specific": {"severity": "LOW"}}, "low"),
    ],
)  # fmt: skip
def test_the_severity_of_a_record(more: dict[str, Any], severity: str) -> None:
    assert _osv.severity(record(introduced(), **more), "six").value == severity


def test_a_severity_may_stand_with_the_package() -> None:
    one = record(introduced())
    one["affected"][0]["severity"] = [{"type": "CVSS_V3", "score": V3_CRITICAL}]
    assert _osv.severity(one, "six") is Severity.CRITICAL
    one = record(introduced())
    one["affected"][0]["ecosystem_specific"] = {"severity": "LOW"}
    assert _osv.severity(one, "six") is Severity.LOW


def test_what_nobody_rated_is_grave() -> None:
    assert [s for s in Severity if s.is_grave] == ["critical", "high", "unknown"]
    assert str(Severity.UNKNOWN) == "unknown severity, counts as high"


# Merging


def hole(*ids: str, **more: Any) -> Hole:
    return Hole(frozenset(ids), **more)


def test_all_names_of_one_hole_are_one() -> None:
    found = _osv.merged([
        hole("PYSEC-1", "CVE-1", fixes=("2.0", "10.0")),
        hole("GHSA-1", "CVE-2", severity=Severity.MEDIUM),
        hole("MAL-9"),
        hole("CVE-1", "GHSA-1", severity=Severity.LOW, fixes=("9.0",), summary="it leaks"),
    ])  # fmt: skip
    assert found == (
        hole("MAL-9"),
        hole("PYSEC-1", "CVE-1", "GHSA-1", "CVE-2", severity=Severity.MEDIUM,
             fixes=("2.0", "9.0", "10.0"), summary="it leaks"),
    )  # fmt: skip
    assert found[1].id == "CVE-1"
    assert found[1].aliases == ("CVE-2", "GHSA-1", "PYSEC-1")


@given(st.permutations([("a", "b"), ("b", "c"), ("d",), ("c", "e"), ("f", "d")]))
def test_the_order_of_records_does_not_matter(groups: list[tuple[str, ...]]) -> None:
    found = _osv.merged(hole(*ids) for ids in groups)
    assert sorted(sorted(one.ids) for one in found) == [["a", "b", "c", "e"], ["d", "f"]]


# Hostile records

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(
    ["0", "1.0", "x", "six", "PyPI", "ECOSYSTEM", V3_CRITICAL, "HIGH", "CVSS:3.1/AV:N"]
)  # fmt: skip
keys = st.sampled_from([
    "id", "aliases", "affected", "package", "name", "ecosystem", "ranges", "type", "events",
    "introduced", "fixed", "last_affected", "limit", "versions", "severity", "score", "summary",
    "details", "database_specific", "withdrawn",
])  # fmt: skip
json_values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=40,
)  # fmt: skip


@settings(max_examples=150)
@given(st.dictionaries(keys, json_values, max_size=8), st.sampled_from(["1.0", "x", "2004d"]))
def test_no_record_breaks_the_reading(found: dict[str, Any], version: str) -> None:
    for one in (found, {**record(introduced()), **found}, {**found, **record()}):
        for entry in one.get("affected") if isinstance(one.get("affected"), list) else ():
            if isinstance(entry, dict):
                entry.setdefault("package", {"ecosystem": "PyPI", "name": "six"})
        _osv.affects(one, "six", version)
        _osv.names(one)
        _osv.merged([Hole.of(one, "six", version)] if _osv.ids(one) else [])


# A real database

shared = pytest.mark.skipif(
    not osv_server.SHARED.exists(), reason=f"no advisories at {osv_server.SHARED}"
)


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return osv_server.shared_records()


@shared
@pytest.mark.slow
def test_ranges_agree_with_the_listed_versions_of_a_real_database(
    records: list[dict[str, Any]],
) -> None:
    """The lists are made of the ranges by others; where both are there, they must agree."""
    compared, unreadable, wrong = 0, 0, []
    for one in records:
        (entry,) = one["affected"]
        ranges = {**one, "affected": [{**entry, "versions": []}]}
        if not any(r["type"] == "ECOSYSTEM" for r in entry.get("ranges", ())):
            continue
        (name,) = _osv.names(one)
        for version in entry.get("versions", ()):
            if _osv._version(version) is None:
                unreadable += 1
                continue
            compared += 1
            if not _osv.affects(ranges, name, version):
                wrong.append((name, version))
    assert (len(records), compared, unreadable) == (2661, 140_738, 108)
    # Errors of the database, where its list is right to have more: alphas before a range that
    # begins with the final release, a fix listed as affected, and overlapping ranges.
    assert sorted(wrong) == sorted([
        *(("django", version) for version in
          ("3.2a1", "3.2b1", "3.2rc1", "4.2a1", "4.2b1", "4.2rc1")),
        ("gevent", "23.9.0"), ("gevent", "23.9.0.post1"), ("wagtail", "2.11.6"),
    ])  # fmt: skip


@shared
def test_a_fix_is_not_affected_in_a_real_database(records: list[dict[str, Any]]) -> None:
    """The other side: the version that ends a range lies outside of all ranges."""
    wrong = []
    for one in records:
        (name,) = _osv.names(one) or ("",)
        for fix in _osv.fixed_versions(one, name):
            ranges = {**one, "affected": [{**one["affected"][0], "versions": []}]}
            if _osv.affects(ranges, name, fix):
                wrong.append((one["id"], fix))
    assert sorted(wrong) == [
        ("PYSEC-2019-125", "2019-09-12"),  # no version
        ("PYSEC-2021-371", "0.2.0-n653"),  # no version
        ("PYSEC-2022-236", "3.1.1"),  # where one range ends, the next begins
        ("PYSEC-2022-42972", "0.13.0"),  # the same
        ("PYSEC-2023-72", "3.1.1"),  # the same
        ("PYSEC-2023-72", "3.2.0"),  # the same
    ]
