"""What the steps of ``action.yml`` do; run by its path, before anything is installed.

The inputs arrive as JSON in an environment variable and never in a command of a shell.  Nothing
that this file starts finds a module in the working directory: a repository may hold a `pip.py`,
a `sitecustomize.py` or a `conftest.py` of any kind.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OURS = Path(__file__).resolve().parent.parent
REPORTS = {
    "html": "mlgate.html",
    "sarif": "mlgate.sarif",
    "json": "mlgate.json",
    "markdown": "mlgate.md",
    "gitlab": "gl-code-quality-report.json",
    "badge": "badge.json",
    "model-card": "model-card.md",
}
OUTPUTS = ("outcome", "failed", "warned", "inconclusive", "score")
FAIL_ON: Mapping[str, Sequence[str]] = {
    "failure": (),
    "inconclusive": ("on-inconclusive=fail",),
    "warning": ("strict=true",),
    "never": (),
}
CONFIGS = ("mlgate.toml", "pyproject.toml")
_PIN = re.compile(r"^([\w.-]+==\S+(?: ; [^\\\n]+)?)", re.MULTILINE)
_OUTPUT = re.compile(r"^([a-z]+)=([\w.+-]*)$", re.MULTILINE)


class Refused(Exception):
    """What the user has to mend; the message says where, what was found and what is expected."""


@dataclass(frozen=True)
class Inputs:
    """The inputs of the action, checked."""

    folder: Path
    config: str
    phase: str
    fail_on: str
    base_ref: str
    run_code: bool
    extras: tuple[str, ...]
    arguments: tuple[str, ...]
    formats: tuple[str, ...]
    summary: bool
    annotations: bool

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Inputs:
        """Return what the workflow gave.

        Raises
        ------
        Refused
            If a value is none that its input allows.
        """
        given: dict[str, str] = json.loads(environment["INPUTS"])
        folder = _folder(given["working-directory"], Path(environment["GITHUB_WORKSPACE"]))
        return cls(
            folder=folder,
            config=_config(given["config"], folder),
            phase=given["phase"],
            fail_on=_one_of("fail-on", given["fail-on"], FAIL_ON),
            base_ref=given["base-ref"].strip(),
            run_code=_switch("run-code", given["run-code"]),
            extras=_several("extras", given["extras"], _extras()),
            arguments=_arguments(given["pytest-args"]),
            formats=_several("report-formats", given["report-formats"], REPORTS),
            summary=_switch("summary", given["summary"]),
            annotations=_switch("annotations", given["annotations"]),
        )


def _folder(given: str, workspace: Path) -> Path:
    try:
        folder = (workspace / given).resolve(strict=True)
        inside = folder.is_relative_to(workspace.resolve())
    except (OSError, ValueError):
        inside = False
    if not inside or not folder.is_dir():
        raise Refused(
            f"working-directory: found {given!r}; expected a folder of the workspace (is there a "
            "step with actions/checkout before this one?)"
        )
    return folder


def _config(given: str, folder: Path) -> str:
    if given and (Path(given).name not in CONFIGS or not _is_file(folder / given)):
        raise Refused(
            f"config: found {given!r}; expected the path of a file mlgate.toml or pyproject.toml, "
            "relative to the working directory"
        )
    return given


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except ValueError:  # a null character
        return False


def _one_of(name: str, given: str, allowed: Iterable[str]) -> str:
    if given not in allowed:
        raise Refused(f"{name}: found {given!r}; expected one of {', '.join(allowed)}")
    return given


def _switch(name: str, given: str) -> bool:
    return _one_of(name, given.strip().lower(), ("true", "false")) == "true"


def _several(name: str, given: str, allowed: Iterable[str]) -> tuple[str, ...]:
    words = re.split(r"[\s,]+", given)
    return tuple(dict.fromkeys(_one_of(name, word, allowed) for word in words if word))


def _extras() -> list[str]:
    import tomllib  # Python may be too old to have it, which `prepare` says first

    document = tomllib.loads((OURS / "pyproject.toml").read_text(encoding="utf-8"))
    return sorted(document["project"]["optional-dependencies"])


def _arguments(given: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(given))
    except ValueError as error:
        raise Refused(f"pytest-args: found {given!r} ({error}); expected closed quotes") from None


def prepare(environment: Mapping[str, str]) -> int:
    """Check the inputs, make a folder of our own, and say where packages are kept."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it is whatever the runner has
        found = ".".join(map(str, sys.version_info[:3]))
        raise Refused(
            f"python-version: found Python {found} on the PATH; expected 3.11 or newer, "
            "so set python-version"
        )
    inputs = Inputs.read(environment)
    temp = Path(environment["RUNNER_TEMP"])
    state = [
        sys.version,
        sys.platform,
        environment.get("RUNNER_ARCH", ""),
        *inputs.extras,
        *(_digest(OURS / name) for name in ("pyproject.toml", "requirements-dev.txt")),
    ]
    key = hashlib.sha256("\0".join(state).encode()).hexdigest()[:32]
    _set_outputs(
        environment,
        {
            "python": sys.executable,
            # Outside the checkout: a repository can plant no link there.
            "folder": tempfile.mkdtemp(prefix="mlgate-", dir=temp),
            "cache-path": str(_cache(environment)),
            "cache-key": f"pytest-mlgate-{key}",
        },
    )
    return 0


def _cache(environment: Mapping[str, str]) -> Path:
    return Path(environment["RUNNER_TEMP"], "mlgate-pip")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install(environment: Mapping[str, str]) -> int:
    """Install the plugin as this checkout has it.

    To read files takes an environment of our own, with the versions that we lock; to run code of
    the project takes the one in which its packages are.
    """
    inputs, folder = Inputs.read(environment), Path(environment["FOLDER"])
    env = {**_others(environment, "PYTHON"), "PIP_CACHE_DIR": str(_cache(environment))}
    extras = f"[{','.join(inputs.extras)}]" if inputs.extras else ""
    ours = f"pytest-mlgate{extras} @ {OURS.as_uri()}"
    if inputs.run_code:
        orders = [[ours]]
    else:
        made = subprocess.run(
            [sys.executable, "-I", "-m", "venv", folder / "venv"], cwd=folder, env=env, check=False
        )
        if made.returncode:
            raise Refused("python-version: found a Python without venv; set python-version")
        pins = folder / "constraints.txt"
        locked = (OURS / "requirements-dev.txt").read_text(encoding="utf-8")
        pins.write_text("\n".join(_PIN.findall(locked)), encoding="utf-8")
        orders = [["-c", str(pins), "hatchling"], ["-c", str(pins), "--no-build-isolation", ours]]
    for order in orders:
        pip = [_python(inputs, folder), "-I", "-m", "pip", "install", "--no-input", "--quiet"]
        done = subprocess.run(
            [*pip, "--disable-pip-version-check", *order], cwd=folder, env=env, check=False
        )
        if done.returncode:
            hint = "; set python-version for a Python of its own" if inputs.run_code else ""
            raise Refused(f"pytest-mlgate could not be installed; pip says above why{hint}")
    return 0


def _python(inputs: Inputs, folder: Path) -> str:
    if inputs.run_code:
        return sys.executable
    return str(folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _others(environment: Mapping[str, str], *without: str) -> dict[str, str]:
    """Return the environment for code that is not ours: without what speaks to the runner.

    Parameters
    ----------
    environment:
        The environment of this step.
    *without:
        Beginnings of further names that are left out: what makes Python or pytest import.
    """
    files = {f"GITHUB_{name}" for name in ("ENV", "OUTPUT", "PATH", "STATE", "STEP_SUMMARY")}
    return {
        name: value
        for name, value in environment.items()
        if name not in {*files, "INPUTS"} and not name.startswith(("ACTIONS_", *without))
    }


def gate(environment: Mapping[str, str]) -> int:
    """Run the gate, then say what it found: annotations, summary, outputs, exit status."""
    inputs, folder = Inputs.read(environment), Path(environment["FOLDER"])
    (folder / "reports").mkdir()
    env = _others(environment, *(() if inputs.run_code else ("PYTHON", "PYTEST_")))
    # Whatever is printed in between gives no command to the runner.
    token = secrets.token_hex(16)
    _say(f"::stop-commands::{token}")
    status = subprocess.run(
        command(inputs, folder), cwd=inputs.folder, env=env, check=False
    ).returncode
    _say(f"::{token}::")
    if inputs.annotations:
        _say(_read(folder / "annotations.txt").rstrip("\n"))
    if inputs.summary:
        with Path(environment["GITHUB_STEP_SUMMARY"]).open("ab") as stream:
            stream.write((_read(folder / "summary.md") or _NO_SUMMARY).encode())
    found = dict(_OUTPUT.findall(_read(folder / "outputs.txt")))
    reports = folder / "reports"
    paths = {name: reports / REPORTS[name] for name in ("html", "sarif")}
    _set_outputs(
        environment,
        {
            **dict.fromkeys(OUTPUTS, ""),
            **({name: found[name] for name in OUTPUTS} if found else {"outcome": "ERROR"}),
            "reports": str(reports) if any(reports.iterdir()) else "",
            "report-path": str(paths["html"]) if paths["html"].is_file() else "",
            "sarif-path": str(paths["sarif"]) if paths["sarif"].is_file() else "",
        },
    )
    # 1 is pytest's word for a verdict; anything else is a usage error or a crash.
    return 0 if status == 1 and found and inputs.fail_on == "never" else status


_NO_SUMMARY = "## pytest-mlgate\n\nThe gate did not run to its end; the log of the job says why.\n"


def command(inputs: Inputs, folder: Path) -> list[str]:
    """Return the command that runs the gate."""
    wanted = [(name, folder / "reports" / REPORTS[name]) for name in inputs.formats]
    wanted.append(("github-output", folder / "outputs.txt"))
    if inputs.summary:
        wanted.append(("markdown", folder / "summary.md"))
    if inputs.annotations:
        wanted.append(("github", folder / "annotations.txt"))
    keys = [f"phase={json.dumps(inputs.phase)}"] if inputs.phase else []
    keys += FAIL_ON[inputs.fail_on]
    if not inputs.run_code:
        keys.append("run-code=false")
    return [
        *(_python(inputs, folder), "-P" if inputs.run_code else "-I", "-X", "utf8"),
        *("-m", "pytest", "--mlgate-only", "-o", f"cache_dir={folder / 'cache'}"),
        *([] if inputs.run_code else _isolated(inputs.folder, folder)),
        *(f"--mlgate-report={name}:{path}" for name, path in wanted),
        *(f"--mlgate-set={key}" for key in keys),
        *([f"--mlgate-changed-only={_fetched(inputs)}"] if inputs.base_ref else []),
        *inputs.arguments,
        *([str(inputs.folder / inputs.config)] if inputs.config else []),
    ]


def _isolated(project: Path, folder: Path) -> list[str]:
    """Return options that keep pytest from importing or obeying anything of the project."""
    own = folder / "pytest.ini"
    own.write_text("[pytest]\n", encoding="utf-8")
    return ["-c", str(own), f"--rootdir={project}", "--noconftest"]


def _fetched(inputs: Inputs) -> str:
    """Return the base as this clone knows it: a branch is there as that of ``origin``."""
    remote = f"origin/{inputs.base_ref}"
    asked = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{remote}^{{commit}}"]
    known = subprocess.run(asked, cwd=inputs.folder, stdout=subprocess.DEVNULL, check=False)
    return inputs.base_ref if known.returncode else remote


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _set_outputs(environment: Mapping[str, str], values: Mapping[str, str]) -> None:
    with Path(environment["GITHUB_OUTPUT"]).open("a", encoding="utf-8", newline="\n") as stream:
        for name, value in values.items():
            mark = secrets.token_hex(16)
            stream.write(f"{name}<<{mark}\n{value}\n{mark}\n")


def _say(text: str) -> None:
    print(text, flush=True)


STEPS: Mapping[str, Any] = {"prepare": prepare, "install": install, "gate": gate}


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one step of the action."""
    try:
        return int(STEPS[arguments[0]](environment))
    except Refused as refusal:
        told = str(refusal).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        _say(f"::error title=pytest-mlgate::{told}")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
