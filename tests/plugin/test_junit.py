"""The gate in the file of pytest's own ``--junitxml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

HOW = [
    pytest.param([], id="alone"),
    pytest.param(["-n", "2"], id="distributed", marks=pytest.mark.slow),
]


def junit(pytester: pytest.Pytester, *arguments: str) -> ET.Element:
    """Run the gate and return the test suite of the file."""
    pytester.runpytest_subprocess(
        "--mlgate-only", "--junitxml=out/junit.xml", "-p", "no:cacheprovider", *arguments
    )
    root = ET.parse(pytester.path / "out" / "junit.xml").getroot()
    suite = root.find("testsuite")
    assert suite is not None
    return suite


def properties(element: ET.Element) -> dict[str, str]:
    return {p.attrib["name"]: p.attrib["value"] for p in element.findall("properties/property")}


def cases(suite: ET.Element) -> Iterator[tuple[str, dict[str, str]]]:
    for case in suite.findall("testcase"):
        yield case.attrib["name"], properties(case)


@pytest.mark.parametrize("how", HOW)
def test_items_and_run(pytester: pytest.Pytester, demo: Path, how: list[str]) -> None:
    suite = junit(pytester, *how)
    run = properties(suite)
    assert (run["mlgate.outcome"], run["mlgate.blocked"], run["mlgate.reason"]) == (
        "ERROR", "true", "",
    )  # fmt: skip
    assert run["mlgate.config"] == "mlgate.toml"
    assert {name: n for name, n in run.items() if ".count." in name} == {
        "mlgate.count.PASS": "2",
        "mlgate.count.WARN": "1",
        "mlgate.count.INCONCLUSIVE": "1",
        "mlgate.count.FAIL": "1",
        "mlgate.count.ERROR": "1",
        "mlgate.count.NOT_APPLICABLE": "1",
    }
    found = dict(cases(suite))
    assert found["fails"]["mlgate.summary"] == "train.py:3: N1 the seed is missing"
    assert (
        found["unsure"]
        | {
            "mlgate.accuracy.value": "0.9",
            "mlgate.accuracy.lower": "0.8",
            "mlgate.accuracy.upper": "0.95",
            "mlgate.accuracy.confidence": "0.95",
            "mlgate.accuracy.n": "40",
            "mlgate.accuracy.limit": ">= 0.85",
        }
        == found["unsure"]
    )
    assert all("mlgate.outcome" in told for told in found.values())


@pytest.mark.parametrize("how", HOW)
def test_a_gate_that_fails_for_a_reason_of_its_own_says_so(
    pytester: pytest.Pytester, demo: Path, how: list[str]
) -> None:
    (demo / "mlgate.toml").write_text(
        'families = ["demo"]\n'
        + "".join(
            f'[demo.{name}]\nseverity = "off"\n'
            for name in ("passes", "fails", "unsure", "breaks", "many")
        ),
        encoding="utf-8",
    )
    suite = junit(pytester, *how)
    assert (suite.attrib["failures"], suite.attrib["errors"]) == ("0", "0")
    run = properties(suite)
    assert (run["mlgate.outcome"], run["mlgate.blocked"]) == ("FAIL", "true")
    assert run["mlgate.reason"].startswith("nothing was checked: all 1 checks are not applicable")


def test_a_report_that_cannot_be_written_is_told(pytester: pytest.Pytester, demo: Path) -> None:
    (demo / "MODEL_CARD.md").write_text("# Mine\n", encoding="utf-8")
    suite = junit(pytester, "--mlgate-report=model-card:MODEL_CARD.md", "-k", "passes")
    assert "a report could not be written" in properties(suite)["mlgate.reason"]
    assert (demo / "MODEL_CARD.md").read_text(encoding="utf-8") == "# Mine\n"


def test_an_item_whose_fixture_broke_has_properties_too(
    pytester: pytest.Pytester, demo: Path
) -> None:
    with (demo / "conftest.py").open("a", encoding="utf-8") as stream:
        stream.write("\n@pytest.fixture\ndef mlgate_number():\n    raise RuntimeError('no')\n")
    found = dict(cases(junit(pytester, "-k", "absent")))
    assert found["absent"]["mlgate.outcome"] == "ERROR"
    assert found["absent"]["mlgate.summary"] == "setup broke: RuntimeError: no"


def test_a_hostile_name_does_not_break_the_file(pytester: pytest.Pytester, demo: Path) -> None:
    source = (demo / "conftest.py").read_text(encoding="utf-8")
    source = source.replace('name="accuracy"', 'name="a\\x1b<b>&\\udcff"')
    (demo / "conftest.py").write_text(source, encoding="utf-8")
    found = dict(cases(junit(pytester, "-k", "unsure")))
    assert found["unsure"]["mlgate.a\\x1b<b>&\\udcff.value"] == "0.9"
