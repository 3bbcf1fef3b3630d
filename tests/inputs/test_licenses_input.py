from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.licenses import Licenses
from support import provide, write

Metadata = dict[str, str]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Provide an importable folder for distributions, found before all installed ones."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def install(site: Path, name: str, *lines: str, version: str = "1.0", **files: str) -> None:
    head = ("Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *lines)
    folder = f"{name}-{version}.dist-info"
    write(site, {f"{folder}/METADATA": "\n".join(head) + "\n"})
    write(site, {f"{folder}/{file.replace('__', '/')}": text for file, text in files.items()})


def project(root: Path, **files: str) -> Path:
    return write(root / "project", {name.replace("__", "."): text for name, text in files.items()})


def licenses(root: Path) -> Licenses:
    return provide("licenses", root)


def test_metadata_of_the_locked_packages(tmp_path: Path, site: Path) -> None:
    install(
        site,
        "One_Two",
        "License-Expression: MIT",
        "License-File: LICENSE",
        "License-File: AUTHORS",
        licenses__LICENSE="a text",
    )
    install(
        site,
        "old",
        "License: BSD",
        "Classifier: License :: OSI Approved :: BSD License",
        "Classifier: Typing :: Typed",
        "License-File: COPYING",
        COPYING="old text",
    )
    install(site, "unasked", "License: GPL")
    root = project(tmp_path, requirements__txt="one-two==1.0\nold==0.9\nabsent==1\n")

    found = licenses(root)

    first, second = found.packages
    assert (second.name, second.expression, second.files) == (
        "one-two",
        "MIT",
        (("LICENSE", "a text"),),
    )
    assert (first.name, first.version, first.text) == ("old", "1.0", "BSD")
    assert first.classifiers == ("License :: OSI Approved :: BSD License",)
    assert first.files == (("COPYING", "old text"),)
    assert found.missing == ("absent",)
    assert found.drifted == ("old",)
    assert found.listed_by == "requirements.txt"
    assert found.fingerprint.startswith("sha256:")


def test_without_a_lock_the_declared_packages_and_what_they_need(
    tmp_path: Path, site: Path
) -> None:
    install(
        site,
        "direct",
        "Requires-Dist: second[more]",
        "Requires-Dist: never; extra == 'x'",
        "Requires-Dist: !!!",
    )
    install(site, "second", "Requires-Dist: third; extra == 'more'", "Requires-Dist: direct")
    install(site, "third")
    install(site, "never")
    root = project(
        tmp_path, requirements__txt="direct>=1\nwindows-only; sys_platform == 'nowhere'\n"
    )

    found = licenses(root)

    assert [package.name for package in found.packages] == ["direct", "second", "third"]
    assert found.missing == ()
    assert found.listed_by == "what the project declares"


def test_the_project_itself_is_no_package(tmp_path: Path, site: Path) -> None:
    install(site, "ours", "License: GPL")
    install(site, "direct")
    text = (
        '[project]\nname = "ours"\nlicense = "AGPL-3.0-only"\nclassifiers = ["License :: X", "Y"]\n'
        'dependencies = ["direct", "ours[all]"]\n'
    )
    root = write(
        tmp_path / "project",
        {"pyproject.toml": text, "LICENSE.md": "terms", "NOTICE": "x", "src/LICENSE": "y"},
    )

    found = licenses(root)

    assert [package.name for package in found.packages] == ["direct"]
    assert found.project.expression == "AGPL-3.0-only"
    assert found.project.classifiers == ("License :: X",)
    assert found.project.files == (("LICENSE.md", "terms"),)


@pytest.mark.parametrize(
    ("table", "expression", "text"),
    [
        ('[project]\nname = "p"\nlicense = { text = "GPLv3" }', "", "GPLv3"),
        ('[project]\nname = "p"\nlicense = { file = "LICENSE" }', "", ""),
        ('[tool.poetry]\nname = "p"\nlicense = "MIT"', "MIT", ""),
    ],
)
def test_older_ways_to_state_the_projects_licence(
    tmp_path: Path, table: str, expression: str, text: str
) -> None:
    root = write(tmp_path / "project", {"pyproject.toml": f"{table}\n"})
    found = licenses(root)
    assert (found.project.expression, found.project.text) == (expression, text)


def test_files_that_are_not_read(tmp_path: Path, site: Path) -> None:
    write(tmp_path, {"LICENSE": "outside", "site/LICENSE": "outside"})
    install(
        site,
        "sly",
        "License-File: ../../LICENSE",
        f"License-File: {tmp_path}/LICENSE",
        "License-File: LICENSE",
        "License-File: LICENSE.gone",
    )
    (site / "sly-1.0.dist-info" / "LICENSE").write_bytes(b"\xff\xfe\xfa")
    root = project(tmp_path, requirements__txt="sly==1.0\n")

    assert licenses(root).packages[0].files == (("LICENSE", ""), ("LICENSE.gone", ""))


def test_metadata_that_cannot_be_read_are_missing(tmp_path: Path, site: Path) -> None:
    install(site, "broken")
    (site / "broken-1.0.dist-info" / "METADATA").write_bytes(b"Name: broken\xff\nVersion: 1.0\n")
    root = project(tmp_path, requirements__txt="broken==1.0\n")

    assert licenses(root).missing == ("broken",)


def test_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="neither a lock file nor a manifest"):
        licenses(write(tmp_path / "project", {"a.py": ""}))


def test_a_lock_that_cannot_be_read(tmp_path: Path) -> None:
    root = write(tmp_path / "project", {"uv.lock": "version = "})
    with pytest.raises(InputError, match=r"uv\.lock"):
        licenses(root)
