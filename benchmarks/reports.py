"""What writing all reports takes beside the gate that they report on.

    python benchmarks/reports.py [--verdicts 2000] [--repeats 3] [PROJECT]

The gate of PROJECT (this repository) runs in a process of its own and writes a JSON report.  Its
records are repeated until there are enough verdicts, and every registered format is written from
them, each in a new process that has to import it.  Beside it stands a gate of as many items that
look at nothing: the least that a gate of that size can take, since a real one shares its inputs
between its items, so that its time does not grow with their number alone.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from _child import answer, child, measure, timed

ROOT = Path(__file__).parent.parent
TRIVIAL = """
from pytest_mlgate import Verdict, check

@check("trivial.nothing", subjects=tuple(map(str, range({items}))))
def nothing(subject: str) -> Verdict:
    '''It holds.'''
    return Verdict.of([], passed="fine")

def pytest_mlgate_checks():
    return [nothing]
"""
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--mlgate-only")


def main() -> None:
    task = child()
    if task is not None:
        answer(**written(task))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0], allow_abbrev=False)
    parser.add_argument("project", nargs="?", type=Path, default=ROOT, metavar="PROJECT")
    parser.add_argument("--verdicts", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=3, help="the least of so many runs counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        gate = least(options.repeats, options.project, f"--mlgate-report=json:{report}")
        empty = least(options.repeats, trivial(Path(folder, "trivial"), options.verdicts))
        show(options, report, gate, empty)


def trivial(folder: Path, items: int) -> Path:
    """Make a project whose gate has so many items that look at nothing."""
    folder.mkdir()
    (folder / "conftest.py").write_text(TRIVIAL.format(items=items), encoding="utf-8")
    (folder / "mlgate.toml").write_text('families = ["trivial"]\n', encoding="utf-8")
    return folder


def show(options: argparse.Namespace, report: Path, gate: float, empty: float) -> None:
    """Print the formats for records as they are and for those with findings, and the sums."""
    from pytest_mlgate.builtin import pytest_mlgate_reports
    from pytest_mlgate.reports import json_report

    items = len(json_report.read(report.read_text(encoding="utf-8")).records)
    print(f"gate of {options.project.resolve().name}: {items} items, {gate:.2f} s (processor time)")
    print(f"gate of {options.verdicts} items that look at nothing: {empty:.2f} s\n")
    print("| format | as they come | size | all with findings | size |")
    print("|---|---|---|---|---|")
    totals = [0.0, 0.0]
    for name in sorted(pytest_mlgate_reports()):
        line = f"| {name} |"
        for index, found_only in enumerate((False, True)):
            cost = measure(
                {"format": name, "report": str(report), "verdicts": options.verdicts,
                 "found_only": found_only},
                repeats=options.repeats,
            )  # fmt: skip
            if "error" in cost:
                raise SystemExit(f"{name}: {cost['error']}")
            totals[index] += cost["processor"]
            line += f" {cost['processor'] * 1000:.0f} ms | {cost['size'] / 1e6:.2f} MB |"
        print(line)
    print(f"| all | {totals[0]:.2f} s | | {totals[1]:.2f} s | |")
    for name, whole in (("the gate", gate), ("items that look at nothing", empty)):
        shares = [f"{total / whole:.1%}" for total in totals]
        print(f"| share of {name} | {shares[0]} | | {shares[1]} | |")


def least(repeats: int, project: Path, *arguments: str) -> float:
    """Return the least processor time of several runs of the gate: noise only adds."""
    return min(_processor(project, arguments) for _ in range(repeats))


def _processor(project: Path, arguments: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*PYTEST, *arguments], cwd=project, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(
            f"the gate ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}"
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def written(task: dict[str, Any]) -> dict[str, Any]:
    """Write one format, and return what it took and how large it is."""
    from pytest_mlgate.builtin import pytest_mlgate_reports
    from pytest_mlgate.reports import json_report

    report = json_report.read(Path(task["report"]).read_text(encoding="utf-8"))
    records = [
        record
        for record in report.records
        if not task["found_only"] or record.ruling.verdict.findings
    ]
    many = replace(report, records=tuple(islice(_repeated(records), task["verdicts"])))
    write = pytest_mlgate_reports()[task["format"]]
    cost, text = timed(lambda: write(many))
    return {**cost, "size": len(text.encode())}


def _repeated(records: list[Any]) -> Iterator[Any]:
    """Yield the records again and again, each time about other subjects."""
    for turn in count():
        for record in records:
            yield replace(record, subject=f"{record.subject}{turn}") if turn else record


if __name__ == "__main__":
    main()
