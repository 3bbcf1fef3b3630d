"""An example of a third-party plugin: one input, one check, one report format."""

import pytest

from pytest_mlgate import Finding, InputAbsent, Kind, Project, Verdict, check, provides


@provides
def readme(project: Project, *, path: str = "README.md") -> str:
    """The text of the readme."""
    if not project.exists(path):
        raise InputAbsent(f"no {path}")
    return project.read_text(path)


@check("style.quiet-readme", kind=Kind.EVIDENCE)
def quiet_readme(readme: str, *, most: int = 0) -> Verdict:
    """The readme does not shout.

    Settings
    --------
    most : 0
        Exclamation marks that are allowed.
    """
    count = readme.count("!")
    shouting = [Finding(message=f"{count} exclamation marks", path="README.md")]
    return Verdict.of(
        shouting if count > most else [],
        passed=f"{count} exclamation marks, at most {most} are allowed",
        remedy="Say it calmly.",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_mlgate_inputs():
    return [readme]


@pytest.hookimpl(optionalhook=True)
def pytest_mlgate_checks():
    return [quiet_readme]


@pytest.hookimpl(optionalhook=True)
def pytest_mlgate_reports():
    return {"shout": lambda report: f"{report.outcome}!\n"}
