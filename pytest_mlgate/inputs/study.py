"""The search space of a hyperparameter study."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Study:
    """What was searched.

    Parameters
    ----------
    space:
        Parameter name -> its declaration (type, low, high, log, choices) as written.
    """

    space: Mapping[str, Mapping[str, Any]]
    path: str = "study.json"
    fingerprint: str = ""


@provides
def study(project: Project, *, path: str | None = None) -> Study:
    """Provide the hyperparameter study.

    The file has ``schema`` ``"study/1"`` and ``space``, a table from parameter name to its
    declaration or a list of declarations with a ``name``.  Other keys are left to those
    who need them.

    Settings
    --------
    path : "study.json"
        The file.
    """
    where = project.find(path, "study.json", what="study record", key="[inputs.study] path")
    record = Record(where, load_json(project, where))
    record.schema("study")
    space: dict[str, Mapping[str, Any]] = {}
    if isinstance(record.content.get("space"), list):
        for entry in record.tables("space"):
            space[entry.text("name")] = entry.content
    else:
        table = record.table("space")
        space = {name: table.table(name).content for name in table.content}
    if not space:
        raise record.wrong("space", found="nothing in it", expected="at least one parameter")
    return Study(
        space=space,
        path=where,
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )
