from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.checks.dependencies._licence_text import licence_of
from pytest_mlgate.inputs.licenses import LicenseMetadata, Licenses
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("dependencies.licenses")
OWN = LicenseMetadata("the project", "")
MIT = (Path(__file__).parent.parent / "data" / "licences" / "mit.txt").read_text(encoding="utf-8")


def package(name: str = "thing", **said: Any) -> LicenseMetadata:
    return LicenseMetadata(name, "1.0", **said)


def run(
    root: Path,
    *packages: LicenseMetadata,
    own: LicenseMetadata = OWN,
    missing: tuple[str, ...] = (),
    drifted: tuple[str, ...] = (),
    **settings: Any,
) -> Verdict:
    given = Licenses(packages, missing, drifted, own, "uv.lock")
    return resolver(root, licenses=given).run(CHECK, **settings)


def outcome_of(root: Path, **said: Any) -> Outcome:
    return run(root, package(**said)).outcome


EXPRESSIONS = [
    ("MIT", Outcome.PASS),
    ("mit", Outcome.PASS),
    ("PSF-2.0", Outcome.PASS),
    ("HPND", Outcome.PASS),
    ("Unlicense", Outcome.PASS),
    ("MPL-2.0", Outcome.PASS),
    ("LGPL-3.0-or-later", Outcome.PASS),
    ("EPL-2.0", Outcome.PASS),
    ("CECILL-C", Outcome.PASS),
    ("GPL-3.0-only", Outcome.FAIL),
    ("GPL-2.0+", Outcome.FAIL),
    ("AGPL-3.0-or-later", Outcome.FAIL),
    ("SSPL-1.0", Outcome.FAIL),
    ("OSL-3.0", Outcome.FAIL),
    ("CECILL-2.1", Outcome.FAIL),
    ("CC-BY-NC-4.0", Outcome.FAIL),
    ("BUSL-1.1", Outcome.FAIL),
    ("LicenseRef-NVIDIA-Proprietary", Outcome.FAIL),
    ("GPL-3.0-only AND MIT", Outcome.FAIL),
    ("GPL-3.0-only OR MIT", Outcome.PASS),
    ("(MIT OR GPL-3.0-only) AND AGPL-3.0-only", Outcome.FAIL),
    ("(MIT AND GPL-3.0-only) OR Apache-2.0", Outcome.PASS),
    ("MIT AND LicenseRef-Ours", Outcome.WARN),
    ("MIT OR LicenseRef-Ours", Outcome.PASS),
    ("GPL-3.0-only AND LicenseRef-Ours", Outcome.FAIL),
    ("GPL-3.0-only OR LicenseRef-Ours", Outcome.WARN),
    ("GPL-2.0-only WITH Classpath-exception-2.0", Outcome.PASS),
    ("GPL-3.0-or-later WITH GCC-exception-3.1", Outcome.PASS),
    ("GPL-2.0-or-later WITH Bootloader-exception", Outcome.PASS),
    ("GPL-2.0-only WITH Linux-syscall-note", Outcome.FAIL),
    ("GPL-2.0-only WITH openvpn-openssl-exception", Outcome.FAIL),
    ("AGPL-3.0-only WITH GCC-exception-3.1", Outcome.FAIL),
    ("Apache-2.0 WITH LLVM-exception", Outcome.PASS),
    ("LicenseRef-Ours", Outcome.WARN),
    ("MIT AND (", Outcome.WARN),
    ("MIT OR", Outcome.WARN),
    ("Something Else", Outcome.WARN),
    ("(" * 900 + "MIT" + ")" * 900, Outcome.PASS),
    ("MIT AND " * 1000 + "MIT", Outcome.WARN),
]


@pytest.mark.parametrize(("expression", "outcome"), EXPRESSIONS)
def test_expressions(tmp_path: Path, expression: str, outcome: Outcome) -> None:
    assert outcome_of(tmp_path, expression=expression) is outcome


NAMES = [
    ("Proprietary - Limited use", "proprietary"),
    ("Other/Proprietary License", "proprietary"),
    ("NVIDIA Proprietary Software", "proprietary"),
    ("GNU General Public License v3", "strong copyleft"),
    ("GPL", "strong copyleft"),
    ("GPLv2+", "strong copyleft"),
    ("GNU GPL v3", "strong copyleft"),
    ("GNU General Public License v3 or later (GPLv3+)", "strong copyleft"),
    ("The GNU General Public License, version 2.0", "strong copyleft"),
    ("AGPLv3", "network copyleft"),
    ("GNU Affero General Public License v3", "network copyleft"),
]


@pytest.mark.parametrize(("text", "tier"), NAMES)
def test_names_of_licences_that_are_denied(tmp_path: Path, text: str, tier: str) -> None:
    verdict = run(tmp_path, package(text=text))
    assert verdict.outcome is Outcome.FAIL
    assert f"(License), which is {tier} and not allowed" in verdict.summary


@pytest.mark.parametrize(
    "text",
    [
        "MIT", "The MIT License", "Apache License, Version 2.0", "Apache-2.0", "BSD 3-Clause",
        "3-Clause BSD License", "New BSD License", "BSD", "PSFL", "ISC License", "Public Domain",
        "MPL 2.0", "Mozilla Public License 2.0 (MPL 2.0)", "LGPLv3+", "GNU LGPL",
        "GNU Lesser General Public License v2.1", "Python Software Foundation License",
    ],
)  # fmt: skip
def test_names_of_licences_that_are_allowed(tmp_path: Path, text: str) -> None:
    assert outcome_of(tmp_path, text=text) is Outcome.PASS


@pytest.mark.parametrize(
    "text", ["", "UNKNOWN", "Dual License", "Limited use", "see LICENSE", "GPLv9", "Not MIT"]
)
def test_other_texts_are_unknown(tmp_path: Path, text: str) -> None:
    assert outcome_of(tmp_path, text=text) is Outcome.WARN


def classified(*last: str) -> tuple[str, ...]:
    return tuple(f"License :: OSI Approved :: {word}" for word in last)


@pytest.mark.parametrize(
    ("classifiers", "text", "outcome"),
    [
        (classified("MIT License"), "", Outcome.PASS),
        (classified("GNU General Public License v3 (GPLv3)"), "", Outcome.FAIL),
        (("License :: Other/Proprietary License",), "", Outcome.FAIL),
        (("License :: Free for non-commercial use",), "", Outcome.FAIL),
        (("License :: Freeware",), "", Outcome.WARN),
        (("License :: OSI Approved",), "", Outcome.WARN),
        (("License :: OSI Approved",), "MIT", Outcome.PASS),
        (classified("BSD License", "Apache Software License"), "Dual License", Outcome.PASS),
        (classified("MIT License", "GNU General Public License (GPL)"), "", Outcome.WARN),
        (classified("MIT License"), "GPL", Outcome.WARN),
        (classified("GNU General Public License (GPL)"), "MIT OR GPL-3.0-only", Outcome.PASS),
        (classified("GNU General Public License (GPL)"), "GPLv2", Outcome.FAIL),
    ],
)
def test_classifiers(
    tmp_path: Path, classifiers: tuple[str, ...], text: str, outcome: Outcome
) -> None:
    assert outcome_of(tmp_path, classifiers=classifiers, text=text) is outcome


def test_the_expression_outranks_everything(tmp_path: Path) -> None:
    gpl = classified("GNU General Public License v3 (GPLv3)")
    assert outcome_of(tmp_path, expression="MIT", classifiers=gpl, text="GPL") is Outcome.PASS


def test_a_contradiction_is_named(tmp_path: Path) -> None:
    verdict = run(tmp_path, package(classifiers=classified("MIT License"), text="GPLv3"))
    assert verdict.summary == (
        "thing: the licence of thing 1.0 is unknown: License says GPL-3.0-only and classifier "
        "says MIT, and do not say whether all of them apply"
    )


def test_whole_texts(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, files=(("LICENSE", MIT),)) is Outcome.PASS
    assert outcome_of(tmp_path, text=MIT) is Outcome.PASS
    more = f"{MIT}\nYou may not use it for anything evil.\n"
    assert outcome_of(tmp_path, files=(("LICENSE", more),)) is Outcome.WARN
    assert outcome_of(tmp_path, files=(("LICENSE", MIT), ("COPYING", ""))) is Outcome.WARN


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("2020 Ada", "2019-2024 Grace"),
        lambda text: text.removeprefix("MIT License\n"),
        lambda text: text.replace("MIT License", "The MIT License (MIT)"),
    ],
)
def test_what_makes_no_difference_to_a_text(change: Any) -> None:
    assert licence_of(change(MIT)) == "MIT"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("without restriction", "with restrictions"),
        lambda text: text.replace("Ada Lovelace", "Ada Lovelace. Not for commercial use."),
        lambda text: text[: len(text) // 2],
        lambda text: text * 200,
    ],
)
def test_what_makes_a_text_another_one(change: Any) -> None:
    assert licence_of(change(MIT)) is None


@pytest.mark.parametrize(
    ("own", "used", "outcome"),
    [
        ("GPL-3.0-only", "GPL-2.0-only", Outcome.PASS),
        ("GPL-3.0-only", "AGPL-3.0-only", Outcome.FAIL),
        ("AGPL-3.0-only", "AGPL-3.0-only", Outcome.PASS),
        ("AGPL-3.0-only", "GPL-3.0-only", Outcome.PASS),
        ("LicenseRef-Proprietary", "LicenseRef-Proprietary", Outcome.PASS),
        ("LicenseRef-Proprietary", "GPL-3.0-only", Outcome.FAIL),
        ("LicenseRef-Whatever", "LicenseRef-Ours", Outcome.WARN),
        ("MIT OR GPL-3.0-only", "GPL-3.0-only", Outcome.FAIL),
    ],
)
def test_the_tier_of_the_project_itself(
    tmp_path: Path, own: str, used: str, outcome: Outcome
) -> None:
    project = LicenseMetadata("the project", "", expression=own)
    assert run(tmp_path, package(expression=used), own=project).outcome is outcome


@pytest.mark.parametrize(
    ("used", "settings", "outcome"),
    [
        ("GPL-3.0-only", {"allow": ("strong",)}, Outcome.PASS),
        ("GPL-3.0-only", {"allow": ("GPL-3.0-only",)}, Outcome.PASS),
        ("GPL-3.0-only", {"allow": ("gpl-3.0",)}, Outcome.PASS),
        ("GPL-2.0-only", {"allow": ("GPL-3.0-only",)}, Outcome.FAIL),
        ("GPL-3.0-only", {"deny": ()}, Outcome.PASS),
        ("MPL-2.0", {"deny": ("weak",)}, Outcome.FAIL),
        ("MPL-2.0", {"deny": ("MPL-2.0",)}, Outcome.FAIL),
        ("MPL-2.0", {"allow": ("weak",), "deny": ("MPL-2.0",)}, Outcome.FAIL),
        ("MPL-2.0", {"allow": ("MPL-2.0",), "deny": ("weak",)}, Outcome.PASS),
        ("LicenseRef-Ours", {"allow": ("LicenseRef-Ours",)}, Outcome.PASS),
        ("LicenseRef-Ours", {"allow": ("unknown",)}, Outcome.PASS),
        ("LicenseRef-Ours", {"deny": ("unknown",)}, Outcome.FAIL),
    ],
)
def test_settings(
    tmp_path: Path, used: str, settings: dict[str, tuple[str, ...]], outcome: Outcome
) -> None:
    assert run(tmp_path, package(expression=used), **settings).outcome is outcome


@pytest.mark.parametrize("entry", ["GPLv3", "copyleft", "", "MIT OR Apache-2.0"])
def test_a_setting_that_is_neither_tier_nor_licence(tmp_path: Path, entry: str) -> None:
    verdict = run(tmp_path, package(expression="MIT"), allow=(entry,))
    assert verdict.outcome is Outcome.ERROR
    assert f"[dependencies.licenses]: allow: found {entry!r}" in verdict.summary


def test_stated_licences(tmp_path: Path) -> None:
    stated = {"thing": {"license": "MIT", "reason": "asked the author"}}
    assert run(tmp_path, package(), stated=stated).outcome is Outcome.PASS
    assert run(tmp_path, missing=("thing",), stated=stated).outcome is Outcome.PASS
    strict = {"thing": {"license": "GPL-3.0-only", "reason": "asked the author"}}
    verdict = run(tmp_path, package(expression="MIT"), stated=strict)
    assert verdict.summary == (
        "thing: thing 1.0 is under GPL-3.0-only (stated, asked the author), which is strong "
        "copyleft and not allowed"
    )
    assert run(tmp_path, missing=("thing",), stated=strict).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"license": "MIT"}, "no reason"),
        ({"reason": "asked"}, "no license"),
        ({"license": "MIT", "reason": " "}, "no reason"),
        ({"license": "MIT AND (", "reason": "asked"}, "expected an SPDX expression"),
    ],
)
def test_statements_that_say_nothing(tmp_path: Path, entry: dict[str, str], message: str) -> None:
    verdict = run(tmp_path, package(), stated={"thing": entry})
    assert verdict.outcome is Outcome.ERROR
    assert "stated.thing" in verdict.summary
    assert message in verdict.summary


def test_a_statement_about_nothing(tmp_path: Path) -> None:
    stated = {"other": {"license": "MIT", "reason": "asked the author"}}
    verdict = run(tmp_path, package(expression="MIT"), stated=stated)
    assert verdict.outcome is Outcome.WARN
    assert "a licence is stated for other" in verdict.summary


def test_packages_that_are_not_installed(tmp_path: Path) -> None:
    names = tuple(f"package-{number:02}" for number in range(12))
    verdict = run(tmp_path, package(expression="MIT"), missing=names)
    assert verdict.outcome is Outcome.WARN
    assert "12 of 13 packages are not installed here" in verdict.summary
    assert "package-09 and 2 more" in verdict.summary


def test_what_was_looked_at_is_said(tmp_path: Path) -> None:
    verdict = run(tmp_path, package(expression="MIT"), drifted=("thing",))
    assert verdict.summary == (
        "the licences of 1 packages are allowed, 1 in another version than locked; the project's "
        "own tier is unknown"
    )


def test_a_lock_without_packages(tmp_path: Path) -> None:
    assert run(tmp_path).outcome is Outcome.NOT_APPLICABLE


def test_several_licences_of_a_denied_kind(tmp_path: Path) -> None:
    both = classified("GNU General Public License (GPL)", "GNU Affero General Public License v3")
    verdict = run(tmp_path, package(classifiers=both))
    assert verdict.outcome is Outcome.FAIL
    assert "under AGPL-3.0-only (classifier), which is network copyleft" in verdict.summary


def test_without_the_library_it_does_not_apply(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['license_expression'] = None\n"
        "from pytest_mlgate.checks.dependencies.licenses import licenses\n"
        "from pytest_mlgate.inputs.licenses import LicenseMetadata, Licenses\n"
        "own = LicenseMetadata('the project', '')\n"
        "verdict = licenses.run({'licenses': Licenses((own,), (), (), own, 'uv.lock')})\n"
        "print(verdict.outcome, verdict.no_evidence, verdict.summary)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.startswith("NOT_APPLICABLE True license_expression is not installed")
    assert "pytest-mlgate[dependencies]" in done.stdout


def test_long_expressions_are_cut_in_messages(tmp_path: Path) -> None:
    verdict = run(tmp_path, package(expression=" AND ".join(["GPL-3.0-only"] * 40)))
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.summary) < 250


def test_no_dependencies(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": ""})
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "neither a lock file nor a manifest" in verdict.summary
