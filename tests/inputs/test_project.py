from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.project import DEFAULT_ROLES, Project, Role
from pytest_mlgate.registry import Registry
from pytest_mlgate.resolve import Resolver
from support import link, provide, write


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("train.py", Role.TRAIN),
        ("src/train_model.py", Role.TRAIN),
        ("src/model_train.py", Role.TRAIN),
        ("training/loop.py", Role.TRAIN),
        ("fit.py", Role.TRAIN),
        ("features.py", Role.FEATURE),
        ("lib/features/age.py", Role.FEATURE),
        ("preprocessing.py", Role.FEATURE),
        ("app.py", Role.SERVE),
        ("predict.py", Role.SERVE),
        ("dags/daily.py", Role.PIPELINE),
        ("pipeline.py", Role.PIPELINE),
        ("util.py", Role.OTHER),
        ("constraint.py", Role.OTHER),
        # A test of training is a test.
        ("tests/test_train.py", Role.TEST),
        ("test_features.py", Role.TEST),
        ("tests/train.py", Role.TEST),
        ("conftest.py", Role.TEST),
    ],
)
def test_roles_by_usual_names(path: str, role: Role) -> None:
    assert Project(Path("/p")).role_of(path) is role


def test_every_role_but_other_has_names() -> None:
    assert set(DEFAULT_ROLES) == set(Role) - {Role.OTHER}


def test_named_roles_replace_the_usual_names_and_come_first() -> None:
    project = Project(
        Path("/p"), {Role.TRAIN: ("jobs/",), Role.OTHER: ("legacy/",), Role.SERVE: ()}
    )
    paths = [
        "jobs/a.py",
        "train.py",
        "jobs/test_a.py",
        "legacy/features.py",
        "app.py",
        "tests/a.py",
    ]
    assert [str(project.role_of(path)) for path in paths] == [
        "train", "other", "train", "other", "other", "test",
    ]  # fmt: skip


def test_of_named_roles_the_first_wins() -> None:
    both = {Role.SERVE: ("a.py",), Role.TRAIN: ("a.py",)}
    assert Project(Path("/p"), both).role_of("a.py") is Role.SERVE


def test_excluded_files() -> None:
    project = Project(Path("/p"), exclude=("vendor/", "**/*_pb2.py"))
    paths = ["vendor/a.py", "src/x_pb2.py", "src/vendor/a.py", "a.py"]
    assert [project.excludes(path) for path in paths] == [True, True, False, False]
    assert not Project(Path("/p")).excludes("a.py")


def test_files(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "one", "sub/b.txt": "two"})
    link(tmp_path / "dangling", "nothing")
    project = Project(tmp_path)
    assert project.read_text("sub/b.txt") == "two"
    assert project.path("new.txt") == tmp_path.resolve() / "new.txt"
    names = ["a.txt", "sub", "dangling", "c.txt"]
    assert [project.exists(name) for name in names] == [True, True, True, False]
    for name in ("../x", "dangling", "sub", "c.txt"):
        with pytest.raises(InputError):
            project.read_text(name)


def test_finding_evidence(tmp_path: Path) -> None:
    write(tmp_path, {"runs.json": ""})
    project = Project(tmp_path)
    words = {"what": "log of runs", "key": "[inputs.runs] path"}
    assert project.find(None, "runs.json", **words) == "runs.json"
    # Named files are not looked for: a missing one is an error once it is read.
    assert project.find("other.json", "runs.json", **words) == "other.json"
    with pytest.raises(InputAbsent) as caught:
        project.find(None, "log.json", **words)
    assert str(caught.value) == (
        "no log of runs: there is no log.json and [inputs.runs] path names none"
    )


def test_a_dangling_link_at_the_usual_place_is_found_and_then_an_error(tmp_path: Path) -> None:
    link(tmp_path / "runs.json", "nothing")
    project = Project(tmp_path)
    name = project.find(None, "runs.json", what="log", key="path")
    with pytest.raises(InputError, match="found a dangling symbolic link"):
        project.read_text(name)


def test_the_project_is_given_or_absent(tmp_path: Path) -> None:
    given = provide("project", tmp_path)
    assert given == Project(tmp_path)
    from pytest_mlgate.inputs.project import project

    value = Resolver(Registry.of([], [project]), {}).get("project")
    assert isinstance(value, InputAbsent)
    assert str(value) == "no project was given"
