"""Models from a registry, a run, a folder or a function of the project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError, MlgateError, Unmeasurable, nearest
from pytest_mlgate.extras import require
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import Array, FloatArray, np, pandas

DESCRIPTIONS = frozenset({"MLmodel", "registered_model_meta"})
"""What MLflow writes about a model, in YAML; the second on download."""
SAFE_SUFFIXES = frozenset({".json", ".md", ".skops", ".txt", ".yaml", ".yml"})
"""Files of these kinds in a model's folder run nothing when they are read."""


class ModelFailed(MlgateError):
    """The model raised, or answered something that are no predictions."""


@dataclass(frozen=True)
class Answer:
    """What a model says about some rows.

    Parameters
    ----------
    labels:
        Predicted labels or values, one per row.
    scores:
        Column name (``score`` or ``score_<class>``) -> scores, empty without any.
    """

    labels: Array
    scores: Mapping[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A model; it is not loaded before it is asked.

    Parameters
    ----------
    load:
        Returns the object that predicts.
    name:
        What messages call it.
    sha256:
        Hash of the artifact, ``None`` when it is none.
    inputs:
        Names of the features that it takes, in order, empty when they are not known without
        loading it.
    root:
        The project root, where its own code may lie.
    """

    load: Callable[[], Any]
    name: str = "model"
    sha256: str | None = None
    inputs: tuple[str, ...] = ()
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> Model:
        """Take what a fixture or a test gives: this, or an object with ``predict``."""
        if isinstance(value, cls):
            return value
        if not hasattr(value, "predict"):
            raise InputError(
                "model", found=type(value).__name__, expected="an object with a method predict"
            )
        return cls(lambda: value, name=type(value).__name__)

    @property
    def fingerprint(self) -> str:
        """The hash of the artifact, empty when it is none."""
        return self.sha256 or ""

    @cached_property
    def _loaded(self) -> Any:
        return self.load()

    @cached_property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the features, from the signature or from the loaded model."""
        return self.inputs or tuple(map(str, getattr(self._loaded, "feature_names_in_", ())))

    def predict(self, frame: Any) -> Answer:
        """Ask the model about the rows of a DataFrame.

        Raises
        ------
        InputError
            If the rows lack a column that the model takes.
        ModelFailed
            If the model raises, or answers something else than one value per row.
        Unmeasurable
            If an answer is missing or not finite.
        """
        rows = frame[list(self._columns(frame))]
        labels = self._ask("predict", rows)
        scores: dict[str, FloatArray] = {}
        if hasattr(self._loaded, "predict_proba"):
            table = np.asarray(self._ask("predict_proba", rows), float)
            classes = list(getattr(self._loaded, "classes_", range(table.shape[-1])))
            scores = {f"score_{_plain(c)}": table[:, i] for i, c in enumerate(classes)}
            if len(classes) == 2:
                scores["score"] = table[:, 1]
        return Answer(_one_per_row(labels, len(rows), self.name), scores)

    def _columns(self, frame: Any) -> tuple[str, ...]:
        names = self.feature_names or tuple(frame.columns)
        for name in names:
            if name not in frame.columns:
                raise InputError(
                    self.name,
                    key=name,
                    found="no such column in the evaluation data",
                    expected=f"the features of its signature{nearest(name, frame.columns)}",
                )
        return names

    def _ask(self, method: str, rows: Any) -> Any:
        try:
            return getattr(self._loaded, method)(rows)
        except MlgateError:
            raise
        except Exception as error:  # whatever a model raises; its message may hold data
            what = _callables.describe(error, self.root or Path.cwd())
            raise ModelFailed(
                f"{self.name} raised {what} in {method} (its message is not shown: it may hold "
                "data); do the evaluation data have the types of the signature?"
            ) from error


def _one_per_row(labels: Any, rows: int, name: str) -> Array:
    values = np.asarray(labels)
    values = values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values
    if values.shape != (rows,):
        raise ModelFailed(
            f"{name} answered an array of shape {values.shape} about {rows} rows; expected one "
            "label or value per row"
        )
    bad = int(pandas.isna(values).sum())
    if values.dtype.kind == "f":
        bad = int((~np.isfinite(values)).sum())
    if bad:
        raise Unmeasurable(f"{name} answered {bad} of {rows} rows with nothing or no number")
    return values


def _plain(label: Any) -> Any:
    return label.item() if hasattr(label, "item") else label


def from_settings(
    project: Project,
    table: str,
    *,
    path: str | None,
    uri: str | None,
    trust: str | None,
    timeout: float,
) -> Model:
    """Return the model that ``[inputs.<table>]`` names.

    Raises
    ------
    InputAbsent
        If it names none.
    InputError
        If it cannot be found, or would run code when loaded and is not trusted.
    """
    where = f"[inputs.{table}]"
    if path is None:
        raise InputAbsent(f"no {table.replace('-', ' ')}: {where} path names none")
    if path.startswith(("models:/", "runs:/")):
        return _registered(project, where, path, uri, trust, timeout)
    folder = project.root / path
    if ":" in path and not folder.exists():
        name = _callables.named(path, table=table, example="train:load_model", what="model")
        make = _callables.load(project.root, name, table=table)
        return Model(make, name, root=project.root)
    folder = project.path(path)
    if not (folder / "MLmodel").is_file():
        raise InputError(
            where,
            key="path",
            found=f"{path!r}, no folder with a file MLmodel",
            expected="models:/<name>@<alias>, runs:/<id>/<path>, a folder with MLmodel, or "
            "module:function",
        )
    return _from_folder(folder, path, where, trust, keep=None)


def _registered(
    project: Project, where: str, path: str, uri: str | None, trust: str | None, timeout: float
) -> Model:
    from pytest_mlgate.inputs import _mlflow_artifacts
    from pytest_mlgate.inputs._mlflow_store import connect

    reference = _mlflow_artifacts.parse(path, where)
    keep = _Temporary()
    with connect(project, uri=uri, timeout=timeout, table=where) as store:
        folder = _mlflow_artifacts.download_model(store, reference, keep.name)
    return _from_folder(folder, path, where, trust, keep=keep)


def _from_folder(folder: Path, name: str, where: str, trust: str | None, keep: Any) -> Model:
    digest = folder_sha256(folder)
    description = _description(folder, name)
    trusted = trust is not None and trust.removeprefix("sha256:") == digest
    if trust is not None and not trusted:
        raise InputError(
            where,
            key="trust",
            found=f"another hash than that of {name}, which is sha256:{digest}",
            expected="the hash of the very files that you trust",
        )
    if not trusted:
        _refuse_code(folder, name, where, digest)

    def load() -> Any:
        loaded = _load_trusted(folder) if trusted else _load_safe(folder, name, where, digest)
        return _Kept(loaded, keep)

    return Model(load, name, digest, _signature(description))


class _Temporary:
    """A folder that is deleted with the last model that was loaded from it, or at exit."""

    def __init__(self) -> None:
        import shutil
        import tempfile
        import weakref

        self.name = tempfile.mkdtemp(prefix="mlgate-model-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


class _Kept:
    """A loaded model together with the folder that it may still read from."""

    def __init__(self, model: Any, keep: Any) -> None:
        self._model, self._keep = model, keep

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)


def folder_sha256(folder: Path) -> str:
    """Return one hash over names and contents of all files of a model."""
    total = hashlib.sha256()
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != "registered_model_meta")
    for path in sorted(files):
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def _description(folder: Path, name: str) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.safe_load((folder / "MLmodel").read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise InputError(f"{name}/MLmodel", found="broken YAML", expected="what MLflow writes")
    return content


def _signature(description: Mapping[str, Any]) -> tuple[str, ...]:
    signature = description.get("signature")
    inputs = signature.get("inputs") if isinstance(signature, dict) else None
    try:
        columns = json.loads(inputs) if isinstance(inputs, str) else []
    except (json.JSONDecodeError, RecursionError):
        columns = []
    names = [str(c["name"]) for c in columns if isinstance(c, dict) and "name" in c]
    return tuple(names) if len(names) == len(columns) else ()


def _refuse_code(folder: Path, name: str, where: str, digest: str) -> None:
    """Refuse a model that could run code when it is loaded."""
    risky = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in DESCRIPTIONS and path.suffix not in SAFE_SUFFIXES
    )
    if not list(folder.glob("*.skops")) or risky:
        raise InputError(
            where,
            key="path",
            found=f"{name}, whose {', '.join(risky[:4]) or 'format'} may run code when loaded",
            expected=f'a skops model, or trust = "sha256:{digest}" if you trust whoever made it',
        )


def _load_safe(folder: Path, name: str, where: str, digest: str) -> Any:
    """Load a skops file with no trusted types but skops' own.

    The list of trusted types that MLflow stores beside the model comes from whoever wrote
    the model, so it is not used.
    """
    skops = require("skops.io", extra="models", purpose="load a skops model")
    file = next(iter(sorted(folder.glob("*.skops"))))
    unknown = skops.get_untrusted_types(file=file)
    if unknown:
        raise InputError(
            where,
            key="path",
            found=f"{name}, which needs the types {', '.join(sorted(unknown)[:6])}",
            expected=f'types that skops trusts, or trust = "sha256:{digest}"',
        )
    return skops.load(file, trusted=[])


def _load_trusted(folder: Path) -> Any:
    """Load a model of a trusted hash by the flavour that gives most of it."""
    if "sklearn" in _description(folder, folder.name).get("flavors", {}):
        sklearn = require("mlflow.sklearn", extra="mlflow", purpose="load a scikit-learn model")
        return sklearn.load_model(str(folder))
    pyfunc = require("mlflow.pyfunc", extra="mlflow", purpose="load a model")
    return pyfunc.load_model(str(folder))
