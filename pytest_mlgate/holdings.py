"""What evidence a project holds already, for the configuration that ``--mlgate-init`` writes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError, MlgateError
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Check, Kind, Registry
from pytest_mlgate.resolve import Resolver
from pytest_mlgate.verdict import Outcome

MOST_ENTRIES = 20_000
"""So many files and folders are looked at; a dataset of images has more."""
DEEPEST = 4
LARGEST = 64 * files.MEBIBYTE
"""Larger tables are offered and not tried, so that writing a configuration stays quick."""

_TABLES = frozenset({".csv", ".feather", ".json", ".jsonl", ".parquet"})
_PARTS = frozenset({".csv", ".parquet"})
_ROWS = {"predictions": "predictions", "champion_predictions": "champion_predictions"}
_SCANS = frozenset({"trivy.json", "grype.json", "trivy-report.json", "grype-report.json"})
_NOT_OURS = frozenset({"node_modules", "site-packages", "__pycache__", "build", "dist"})


@dataclass(frozen=True)
class Held:
    """A table ``[inputs.<name>]`` that evidence of the project fills in.

    Parameters
    ----------
    name:
        The input, with underscores.
    settings:
        Its settings.
    why_not:
        Why it cannot be used as it is; empty when it can.
    """

    name: str
    settings: Mapping[str, str]
    why_not: str = ""


def inputs_held(project: Project, registry: Registry) -> list[Held]:
    """Return the inputs that files of the project can fill in, each of them tried.

    Parameters
    ----------
    project:
        The project.
    registry:
        The inputs there are, and the checks that look at them.
    """
    candidates = [one for one in _candidates(project) if one.name in registry.inputs]
    return [_tried(one, candidates, project, registry) for one in candidates]


def checks_held(
    project: Project, registry: Registry, settings: Mapping[str, Mapping[str, str]]
) -> list[Check[...]]:
    """Return the checks of kind `evidence` whose evidence is there and can be read.

    Parameters
    ----------
    project, registry:
        As above.
    settings:
        Input name -> settings, for the inputs that are filled in.
    """
    resolver = Resolver(registry, {"project": project}, settings)

    def is_held(check: Check[...]) -> bool:
        documents = [
            name
            for name, required in check.inputs.items()
            if required and "path" in registry.inputs[name].settings
        ]
        found = [resolver.get(name) for name in documents]
        return bool(found) and not any(isinstance(f, InputAbsent | MlgateError) for f in found)

    return [check for check in registry if check.kind is Kind.EVIDENCE and is_held(check)]


def _candidates(project: Project) -> Iterator[Held]:
    paths = sorted(_walk(project.root), key=lambda path: (path.count("/"), path))
    by_name: dict[str, list[PurePosixPath]] = {}
    for path in map(PurePosixPath, paths):
        by_name.setdefault(path.stem.lower(), []).append(path)
    for name, stem in _ROWS.items():
        for path in by_name.get(stem, [])[:1]:
            if path.suffix.lower() in _TABLES:
                yield Held(name, {"path": str(path)})
    yield from _parts(by_name)
    scan = next((path for path in paths if path.rpartition("/")[2].lower() in _SCANS), None)
    if scan is not None:
        yield Held("image_scan", {"path": scan})
    yield from _runs(project.root)


def _parts(by_name: Mapping[str, list[PurePosixPath]]) -> Iterator[Held]:
    """Yield the first folder's files train and test, and a validation part beside them."""
    beside = {
        stem: {path.parent: path for path in by_name.get(stem, []) if path.suffix in _PARTS}
        for stem in ("train", "test", "validation")
    }
    folder = next((parent for parent in beside["train"] if parent in beside["test"]), None)
    if folder is not None:
        for stem, found in beside.items():
            if folder in found:
                yield Held(stem, {"path": str(found[folder])})


def _runs(root: Path) -> Iterator[Held]:
    """Yield the runs of the one experiment in a store of MLflow at its usual place."""
    if (root / "mlflow.db").is_file() and not (root / "mlflow.db").is_symlink():
        uri, names = "sqlite:///mlflow.db", _experiments_of_database(root / "mlflow.db")
    elif (root / "mlruns").is_dir() and not (root / "mlruns").is_symlink():
        uri, names = "mlruns", _experiments_of_folder(root)
    else:
        return
    named = [name for name in names if name != "Default"] or names
    if len(named) == 1:
        yield Held("run", {"uri": uri, "experiment": named[0]})
    elif named:
        listed = ", ".join(named[:5]) + (" and more" if len(named) > 5 else "")
        yield Held("run", {"uri": uri, "experiment": named[0]}, f"the experiments are {listed}")


def _experiments_of_database(path: Path) -> list[str]:
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(
                "select name from experiments where lifecycle_stage = 'active'"
                " order by last_update_time desc limit 50"
            )
            return [str(name) for (name,) in rows]
    except sqlite3.Error:
        return []


def _experiments_of_folder(root: Path) -> list[str]:
    import yaml

    names = []
    for folder in sorted((root / "mlruns").iterdir())[:50]:
        relative = f"mlruns/{folder.name}/meta.yaml"
        try:
            found = yaml.safe_load(files.read_text(root, relative, limit=files.MEBIBYTE))
        except (InputError, yaml.YAMLError):
            continue
        if isinstance(found, dict) and isinstance(found.get("name"), str):
            names.append(found["name"])
    return names


def _tried(one: Held, all_: list[Held], project: Project, registry: Registry) -> Held:
    """Return `one` with the reason why it is of no use yet, if there is one."""
    if one.why_not:
        return one
    path = one.settings.get("path")
    try:
        if path is not None and project.path(path).stat().st_size > LARGEST:
            return Held(one.name, one.settings, f"more than {LARGEST // files.MEBIBYTE} MiB")
    except (InputError, OSError) as error:
        return Held(one.name, one.settings, str(error))
    together = [one, *(other for other in all_ if {one.name, other.name} <= {"train", "test"})]
    resolver = Resolver(
        registry, {"project": project}, {each.name: each.settings for each in together}
    )
    value = resolver.get(one.name)
    if isinstance(value, InputAbsent | MlgateError):
        return Held(one.name, one.settings, str(value))
    for check in registry:
        if check.kind is Kind.EVIDENCE and one.name in registry.reached(check.inputs):
            verdict = resolver.run(check)
            if verdict.outcome is Outcome.ERROR:
                return Held(one.name, one.settings, f"{check.id}: {verdict.summary}")
    return one


def _walk(root: Path) -> Iterator[str]:
    """Yield the files of the project, ignored ones too, for data are seldom tracked."""
    left = MOST_ENTRIES
    for place, folders, names in os.walk(root):
        below = Path(place).relative_to(root)
        kept = [
            name
            for name in sorted(folders)
            if not name.startswith(".")
            and name not in _NOT_OURS
            and not Path(place, name, "pyvenv.cfg").exists()
        ]
        folders[:] = kept if len(below.parts) < DEEPEST else []
        left -= len(folders) + len(names)
        if left < 0:
            return
        yield from ((below / name).as_posix() for name in sorted(names))
