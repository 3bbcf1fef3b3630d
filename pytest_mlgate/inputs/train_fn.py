"""The project's training function, run in processes of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Annotated, Any

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs._credentials import credential_kind
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides

TAIL_LINES = 15
"""Lines of output shown of a run that crashed."""

_TAIL_BYTES = 16_384


class TrainingFailed(MlgateError):
    """A training run crashed, ran out of time or broke the protocol.

    Parameters
    ----------
    message:
        One sentence: which run, what happened, where.
    tail:
        The end of its output, lines that look like credentials withheld.
    """

    def __init__(self, message: str, tail: str = "") -> None:
        self.tail = tail
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return (TrainingFailed, (str(self), self.tail))


@dataclass(frozen=True)
class TrainingResult:
    """What one training run produced.

    Parameters
    ----------
    metrics:
        Name -> value; NaN and infinities are kept.
    prediction_sha256:
        Hash of the predictions as float64 bytes in row order, ``None`` without predictions.
    model_sha256:
        Hash of the model file or folder, ``None`` without one.
    data_sha256:
        Hash of the training data as the training function reported it.
    small_mode:
        Whether the run was a reduced one, as the training function reported it.
    unusable:
        What the function returned in the place of metrics, in words.
    predictions:
        The bytes behind `prediction_sha256`: little-endian float64.
    """

    metrics: Mapping[str, float]
    prediction_sha256: str | None = None
    model_sha256: str | None = None
    data_sha256: str | None = None
    small_mode: bool | None = None
    unusable: tuple[str, ...] = ()
    predictions: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class TrainFn:
    """A training function that is called as ``train(seed, outdir)`` in a new process.

    Parameters
    ----------
    path:
        ``module:attribute``, importable from the project root.
    root:
        The project root, which is the working directory of every run.
    timeout:
        Seconds that one run may take.
    """

    path: str
    root: Path
    timeout: float = 3600.0

    def run(self, seed: int, hash_seed: int = 0) -> TrainingResult:
        """Train once.

        Parameters
        ----------
        seed:
            Handed to the function.
        hash_seed:
            ``PYTHONHASHSEED`` of the process: another one changes the order of sets.

        Raises
        ------
        TrainingFailed
            If the run crashed, took too long or returned something unknown.
        """
        import json
        import tempfile

        with tempfile.TemporaryDirectory(
            prefix="mlgate-train-", ignore_cleanup_errors=True
        ) as folder:
            outdir, result = Path(folder, "out"), Path(folder, "result.json")
            outdir.mkdir()
            with Path(folder, "output").open("w+b") as output:
                status = self._spawn(seed, hash_seed, outdir, result, output)
                tail = _tail(output)
            try:
                content = json.loads(result.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                ended = f"was killed by signal {-status}" if status < 0 else f"ended with {status}"
                raise self._failed(seed, f"{ended} before there was a result", tail) from None
            if "error" in content:
                place = f" ({content['where']})" if content["where"] else ""
                said = f"crashed: {_safe(content['error'])}{place}"
                raise self._failed(seed, said, tail)
            packed = outdir / ".mlgate-predictions"
            return TrainingResult(
                metrics=content["metrics"],
                prediction_sha256=content.get("prediction_sha256"),
                model_sha256=content.get("model_sha256"),
                data_sha256=content.get("data_sha256"),
                small_mode=content.get("small_mode"),
                unusable=tuple(content["unusable"]),
                predictions=packed.read_bytes() if packed.exists() else b"",
            )

    def _spawn(
        self, seed: int, hash_seed: int, outdir: Path, result: Path, output: IO[bytes]
    ) -> int:
        """Start the worker and wait for it; return its exit status."""
        import os
        import subprocess

        from pytest_mlgate import _train_worker

        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(hash_seed),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if "PYTHONPATH" in environment:  # relative entries are meant from here, not from the root
            entries = environment["PYTHONPATH"].split(os.pathsep)
            environment["PYTHONPATH"] = os.pathsep.join(str(Path(e).absolute()) for e in entries)
        script = str(Path(_train_worker.__file__).resolve())
        process = subprocess.Popen(  # noqa: S603 (this interpreter, arguments as a list)
            [sys.executable, "-P", script, self.path, str(seed), str(outdir), str(result)],
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(self.timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            message = f"took longer than {self.timeout:g} s ([inputs.train-fn] timeout)"
            raise self._failed(seed, message, _tail(output)) from None
        except BaseException:
            _kill(process)
            raise

    def _failed(self, seed: int, what: str, tail: str) -> TrainingFailed:
        return TrainingFailed(f"{self.path} with seed {seed} {what}", tail)


@provides(runs_code=True)
def train_fn(
    project: Project, *, path: str | None = None, timeout: Annotated[float, Range(0.1)] = 3600.0
) -> TrainFn:
    """Provide the training function that ``[inputs.train-fn] path`` names.

    The function is called as ``train(seed, outdir)`` and returns a mapping of metric names
    to numbers.  To have predictions compared, it writes one ``predictions.npy``, ``.csv``,
    ``.json`` or ``.parquet`` of numbers into `outdir` (an optional column ``row_id`` puts
    rows in order), or returns ``{"metrics": {...}, "predictions": path or array}``.  That
    mapping may also hold ``data_sha256`` and ``small_mode``.  A file or folder ``model`` or
    ``model.<suffix>`` in `outdir` is hashed.

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    timeout : 3600
        Seconds that one run may take.
    """
    named = _callables.named(path, table="train-fn", example="train:run", what="training function")
    module = named.partition(":")[0]
    if module == "__main__":
        raise InputError(
            "[inputs.train-fn]", key="path", found=repr(named), expected="an importable module"
        )
    return TrainFn(named, project.root, timeout)


def _kill(process: Any) -> None:
    """End a run and everything it started."""
    import contextlib
    import os
    import signal
    import subprocess

    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:  # pragma: no cover - Windows has no process groups of this sort
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (an argument list)
        process.kill()
    process.wait()


def _tail(output: IO[bytes]) -> str:
    """Return the last lines of the output."""
    output.seek(0, 2)
    output.seek(max(0, output.tell() - _TAIL_BYTES))
    lines = output.read().decode("utf-8", "replace").splitlines()
    return "\n".join(_safe(line) for line in lines[-TAIL_LINES:])


def _safe(line: str) -> str:
    """Return a line of output unless it would give a secret away."""
    import os

    secrets = (
        value
        for name, value in os.environ.items()
        if len(value) >= 8 and any(word in name.upper() for word in _SECRET_WORDS)
    )
    if credential_kind(line) or any(secret in line for secret in secrets):
        return "[withheld: this line looks like it holds a credential]"
    return line


_SECRET_WORDS = ("TOKEN", "SECRET", "PASSW", "PASSWD", "API_KEY", "APIKEY", "CREDENTIAL", "_DSN")
