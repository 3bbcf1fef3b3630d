"""Which files the commands of a shell need, and which they make."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pytest_mlgate.inputs._reference import Reference, Tree, lineage, resolve
from pytest_mlgate.inputs._shell import Command

_RUNNERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("poetry", "uv", "pipenv", "pixi", "hatch", "pdm", "rye"), ("run",)),
    **dict.fromkeys(("conda", "mamba", "micromamba", "coverage", "accelerate"), ("run", "launch")),
    **dict.fromkeys(("xvfb-run", "nice", "time", "torchrun", "winpty"), ()),
}
"""Programs that start another one, after one of some words."""
_RUNNER_VALUES = frozenset(
    {
        *("-n", "--name", "-p", "--prefix", "--with", "--group", "--only-group", "--extra"),
        *("--python", "--env-file", "--package", "--directory", "--project", "-e"),
    }
)
"""Their options that take the next word as value."""
MAKES_ANYTHING = frozenset(
    {
        *(
            "unzip",
            "tar",
            "7z",
            "gunzip",
            "dvc",
            "aws",
            "gsutil",
            "gcloud",
            "az",
            "kaggle",
            "gdown",
        ),
        *("rsync", "scp", "cookiecutter", "copier", "gh", "hf", "huggingface-cli", "terraform"),
        *("cmake", "ninja", "make", "bazel", "cargo", "go", "mvn", "gradle", "npm", "yarn", "pnpm"),
        *("protoc", "eval", "patch", "nix", "pip-compile", "quarto", "wandb", "sshpass", "ssh"),
        *(
            "meson",
            "swig",
            "cruft",
            "kedro",
            "django-admin",
            "rustup",
            "bentoml",
            "zenml",
            "git-lfs",
        ),
    }
)
"""Commands after which nobody can say which files there are."""
_GIT_MAKES = frozenset(
    {"clone", "checkout", "switch", "submodule", "lfs", "pull", "worktree", "init"}
)
_OUTPUT = re.compile(r"(-o|-O|--out(?:put)?(?:-?(?:file|dir|path|document))?|--outfile)(?:=(.+))?")
_REDIRECT = re.compile(r"\d*&?>>?\|?(.*)", re.DOTALL)
_SCRIPT = re.compile(r"[\w./-]+\.(?:py|sh|R|jl|bash)")
_SWITCHES = frozenset(
    {
        *("-v", "-vv", "-q", "-s", "-x", "-u", "-B", "-O", "-e", "-ex", "-eu", "-l", "-i", "-it"),
        *("-ra", "-rA", "-rs", "--verbose", "--quiet", "--check", "--diff", "--strict", "--fix"),
        *("--show-source", "--statistics", "--count", "--exit-zero", "--cov", "--recursive", "-y"),
        *("--no-cache", "--pull", "--push", "--load", "--rm", "--check-only", "-d", "--lf", "-xe"),
        *("--check-untyped-defs", "--ignore-missing-imports", "-xeu"),
    }
)
"""Options without a value; the word after any other option is taken for its value."""
_LINTERS = frozenset({"ruff", "black", "flake8", "isort", "mypy", "pylint", "bandit", "pyright"})
_COMPOSE = tuple(
    f"{stem}.{suffix}" for stem in ("docker-compose", "compose") for suffix in ("yml", "yaml")
)


@dataclass
class Session:
    """One shell: where it is, and what its commands made so far.

    Parameters
    ----------
    tree:
        The files of the project.
    path:
        The file in which the commands stand.
    home, folder:
        Where it starts and where it is, ``None`` when nobody knows.
    made:
        Paths that were made, or asked for before they were used.
    anything:
        Whether a command may have made any file.
    clones_itself:
        Whether what is cloned is this project, as in a README.
    """

    tree: Tree
    path: str
    home: str | None = ""
    folder: str | None = ""
    made: set[str] = field(default_factory=set)
    anything: bool = False
    clones_itself: bool = False
    _clones: set[str] = field(default_factory=set)

    def run(self, commands: Iterable[Command], *, mild: bool = False) -> Iterator[Reference]:
        """Yield what the commands need, in their order."""
        for command in commands:
            words = self._redirected(bare(command.words))
            if not words:
                continue
            tolerated = command.then == "||"
            for named, alternatives in needed(words):
                yield self._reference(named, alternatives, command.line, mild or tolerated)
            self._effects(words)
            if command.then == ")":
                self.folder = self.home

    def _reference(self, named: str, others: Sequence[str], line: int, mild: bool) -> Reference:
        folders = [self.folder]
        if self.clones_itself and self.folder:  # each block of a README may start at the root
            folders.append(self.home)
        found = [resolve(folder, name) for folder in folders for name in (named, *others)]
        targets = tuple(target for target, reason in found if not reason)
        note = "" if targets else found[0][1]
        if not note and not any(map(self.tree.has, targets)):
            if any(self._is_made(target) for target in targets):
                note = "is made or asked for by an earlier command"
            elif self.anything:
                note = "may be made by an earlier command"
        return Reference(self.path, line, named, targets, note, mild)

    def _is_made(self, target: str) -> bool:
        return not self.made.isdisjoint(lineage(target))

    def _redirected(self, words: Sequence[str]) -> list[str]:
        """Take redirections off, and remember what they and options of output make."""
        kept: list[str] = []
        at = 0
        while at < len(words):
            word, at = words[at], at + 1
            redirect = _REDIRECT.fullmatch(word)
            output = _OUTPUT.fullmatch(word)
            if redirect and not redirect[1].startswith("&"):
                self._make(redirect[1] or (words[at] if at < len(words) else ""))
                at += not redirect[1]
                continue
            if output and (output[2] or at < len(words)):
                self._make(output[2] or words[at])
            kept.append(word)
        return kept

    def _make(self, named: str) -> None:
        target, reason = resolve(self.folder, named)
        if not reason and target:
            self.made.add(target)

    def _effects(self, words: Sequence[str]) -> None:
        """Follow what a command does to the folder and to files."""
        name, rest = posixpath.basename(words[0]), list(words[1:])
        plain = [word for word in rest if not word.startswith("-")]
        if name in {"cd", "pushd", "Set-Location"}:
            self._enter(plain[0] if plain else "~")
        elif name == "popd":
            self.folder = self.home
        elif name in {"[", "[[", "test", "touch", "mkdir", "tee", "ls", "rm", "stat"}:
            for word in plain:
                self._make(word)
        elif name in {"cp", "mv", "ln", "install"} and plain:
            self._make(plain[-1])
            for word in plain[:-1]:
                self._make(posixpath.join(plain[-1], posixpath.basename(word)))
        elif name in {"wget", "curl"}:
            for word in plain:
                self._make(posixpath.basename(word.partition("?")[0]))
        elif name == "git" and _GIT_MAKES.intersection(plain[:1]):
            self._clone(plain)
        elif plain and ("venv" in (name, *plain[:1]) or name == "virtualenv"):
            self._make(plain[-1])
        elif name in MAKES_ANYTHING or (name, *plain[:1]) == ("docker", "cp") or "export" in plain:
            self.anything = True

    def _clone(self, plain: Sequence[str]) -> None:
        if plain[0] == "clone" and len(plain) > 1 and plain[-1] != ".":
            place = posixpath.basename(plain[-1].rstrip("/")).removesuffix(".git")
            if self.clones_itself and not self._clones:
                self._clones.add(place)
            else:
                self._make(place)
        elif not self.clones_itself:
            self.anything = True

    def _enter(self, named: str) -> None:
        if self.folder is not None and posixpath.normpath(named) in self._clones:
            self.home = self.folder = ""
            return
        target, reason = resolve(self.folder, named)
        is_there = not reason and self.tree.has(target) and not self._is_made(target)
        self.folder = target if is_there else None


def bare(words: Sequence[str]) -> list[str]:
    """Take off what merely starts another program: ``poetry run``, ``python -m``."""
    rest = list(words)
    while rest:
        name = posixpath.basename(rest[0])
        if re.fullmatch(r"python[\d.]*|py", name) and rest[1:2] == ["-m"]:
            rest = rest[2:]
        elif name in _RUNNERS and (not _RUNNERS[name] or set(rest[1:2]) & set(_RUNNERS[name])):
            rest = rest[1 + bool(_RUNNERS[name]) :]
            while rest and rest[0].startswith("-"):
                rest = rest[1 + (rest[0] in _RUNNER_VALUES) :]
        elif name in {"$", ">", "#", "%"}:
            rest = rest[1:]
        else:
            break
    return rest


def _positional(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that are no options and no values of options."""
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = "=" not in word and word not in _SWITCHES
        else:
            yield word


def _options(words: Sequence[str], *names: str) -> Iterator[str]:
    """Yield the values of options, joined with ``=``, directly, or following."""
    for at, word in enumerate(words):
        for name in names:
            if word == name and at + 1 < len(words):
                yield words[at + 1]
            elif word.startswith(f"{name}="):
                yield word.partition("=")[2]
            elif (
                len(name) == 2 and word.startswith(name) and not word.startswith("--") and word[2:]
            ):
                yield word[2:]


def needed(words: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the paths that a command cannot do without, each with other names for it."""
    name, rest = posixpath.basename(words[0]), list(words[1:])
    if "/" in words[0] and _SCRIPT.fullmatch(words[0]):
        yield words[0], ()
    elif re.fullmatch(r"python[\d.]*|py|bash|sh|zsh|Rscript|julia|source|\.", name):
        yield from ((script, ()) for script in _script(name, rest))
    elif name in {"pip", "pip3", "uv"} or re.fullmatch(r"pip[\d.]+", name):
        yield from ((path, ()) for path in _of_pip(name, rest))
    elif name in {"conda", "mamba", "micromamba"}:
        yield from ((path, ()) for path in _options(rest, "-f", "--file") if "." in path)
    elif name in {"pytest", "py.test"}:
        for word in _positional(rest):
            if "/" in word or word.endswith(".py") or word in {"tests", "test"}:
                yield word.partition("::")[0].partition("[")[0], ()
    elif name in _LINTERS:
        for word in _positional(rest):
            if "/" in word.strip("/") or word.endswith(".py"):
                yield word, ()
    elif name in {"streamlit", "papermill", "jupyter", "gradio", "locust", "marimo"}:
        first = next((w for w in _positional(rest) if w.endswith((".py", ".ipynb"))), None)
        yield from [(first, ())] if first else []
    elif name == "kubectl" and "apply" in rest:
        yield from ((path, ()) for path in _options(rest, "-f", "--filename", "-k"))
    elif name in {"docker", "docker-compose", "podman"}:
        yield from _of_docker(name, rest)
    elif (
        name == "cp"
        and len(rest) == 2
        and re.search(r"(?i)example|sample|template|dist\b", rest[0])
    ):
        yield rest[0], ()


def _script(name: str, rest: Sequence[str]) -> Iterator[str]:
    if "-c" in rest or "-" in rest:
        return
    script = next(_positional(rest), "")
    wanted = (".py",) if name.startswith("py") else (".sh", ".bash", ".R", ".jl", ".zsh")
    if script.endswith(wanted):
        yield script


def _of_pip(name: str, rest: Sequence[str]) -> Iterator[str]:
    words = list(rest)
    if name == "uv":
        if words[:1] != ["pip"]:
            return
        words = words[1:]
    if words[:1] != ["install"] and words[:1] != ["download"] and words[:1] != ["wheel"]:
        return
    yield from _options(words, "-r", "--requirement", "-c", "--constraint")
    editable = [*_options(words, "-e", "--editable")]
    for word in [*editable, *(word for word in words[1:] if word.startswith(("./", "../")))]:
        bare = word.partition("[")[0]
        if bare and not bare.endswith(".whl"):
            yield bare


def _of_docker(name: str, rest: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    if name == "docker-compose" or "compose" in rest[:1]:
        files = [p for p in _options(rest, "-f", "--file") if p.endswith((".yml", ".yaml"))]
        yield from ((path, ()) for path in files)
        if not files and {"up", "build", "run"}.intersection(rest):
            yield _COMPOSE[0], _COMPOSE[1:]
        return
    if "build" not in rest[:2]:
        return
    files = [*_options(rest, "-f", "--file")]
    context = next(iter([*_positional(rest[rest.index("build") + 1 :])][-1:]), "")
    yield from ((path, ()) for path in files)
    if context in {".", "./"} or "/" in context:
        yield context, ()
        if not files:
            names = ("Dockerfile", "Containerfile", "dockerfile")
            yield posixpath.join(context, names[0]), [posixpath.join(context, n) for n in names[1:]]
