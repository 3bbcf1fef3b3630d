"""Check that what the code imports is what the project declares."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pytest_mlgate.checks.dependencies._distributions import Distributions
from pytest_mlgate.checks.dependencies._imports import AT_ONCE, OPTIONAL, imported_modules
from pytest_mlgate.checks.dependencies._local import LocalModules
from pytest_mlgate.checks.dependencies._tools import is_not_imported
from pytest_mlgate.inputs._documents import normalized
from pytest_mlgate.inputs.declarations import Declarations
from pytest_mlgate.inputs.installed_modules import InstalledModules
from pytest_mlgate.inputs.manifests import Dependency, Manifest, manifest_kind
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings_of
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_DEVELOPMENT = frozenset(
    {
        *("test", "tests", "testing", "doc", "docs", "example", "examples", "benchmark"),
        *("benchmarks", "notebook", "notebooks", "tool", "tools", "script", "scripts", ".github"),
        *(
            "test.py",
            "tests.py",
            "noxfile.py",
            "tasks.py",
            "conftest.py",
            "conf.py",
            "fabfile.py",
            "dodo.py",
        ),
    }
)
"""Folders and files that people use who work on the project."""
_BUILD = frozenset({"setup.py", "versioneer.py"})
_OF_NOTEBOOKS = frozenset({"IPython", "ipykernel", "ipywidgets"})
"""What runs a notebook, so that it is there."""
_QUOTED = re.compile(r"""(?:["']|%\w+ )([\w.+:/-]{1,200})""")
_DOTTED = re.compile(r"[\w.-]{1,200}")
_FROZEN = 30
"""So many exact versions in one file were written by a tool, and hold what others need."""


@check("dependencies.declared-imports")
def declared_imports(
    sources: Sources,
    declarations: Declarations,
    repo: Repo,
    installed_modules: InstalledModules,
    *,
    modules: tuple[str, ...] = (),
    unused: tuple[str, ...] = (),
    strict: bool = False,
) -> Verdict:
    """Every third-party import is declared, and every declared package is imported.

    Why
    ---
    A package that is imported and not declared comes along with another one by chance: it
    is missing in the next environment, or is there in another version.

    Rule
    ----
    * M1: each imported module that is neither of the standard library nor of the project
      belongs to a distribution that a manifest in a folder above the file declares.
    * M2: what is declared for development alone is imported by tests, notebooks, examples,
      documentation and scripts only.
    * M3: each distribution that is declared for running is imported somewhere, unless it is
      a tool, plugin, driver or server; long files of exact versions are left out.

    Which distribution a module belongs to is known from the packages installed here, and
    from a table of common ones; of several, one declared suffices.  Imports that the code
    can do without (``except ImportError``, ``TYPE_CHECKING``, a condition on version or
    platform) are free.  setup.py is left out, since the build declares its own needs.  A
    comment ``# mlgate: allow[M1] reason`` on the import waives it.

    Settings
    --------
    modules : []
        ``module=distribution`` for what is not known, such as ``cv2=opencv-python``;
        ``module=`` for what the platform brings.
    unused : []
        Declared distributions that nothing needs to import.
    strict : false
        Whether imports inside functions are judged like the others.

    Outcomes
    --------
    FAIL: an import that no manifest declares; a development package in code that runs.
    WARN: the same of an import inside a function (`strict`: FAIL), which many a call goes
    without; a distribution that nothing imports; a package that only a manifest of another
    folder declares.  INCONCLUSIVE: a module of no known distribution, a manifest or source
    that cannot be read, sources without a manifest above.  NOT_APPLICABLE: no manifest
    (``reproducibility.lock-file`` judges that), or no Python source.

    Remedy
    ------
    Declare what is imported in pyproject.toml or the requirements file, and lock it.

    Source
    ------
    PEP 621 and 735; Python Packaging User Guide, "Distribution package vs. import package".
    """
    judged = [source for source in sources if _is_judged(source.path)]
    if not judged:
        return Verdict.not_applicable("there is no Python source to look at")
    known = Distributions(installed_modules, modules)
    uses = _Uses.of(sources, judged, LocalModules(repo.files), known, declarations)
    findings = sources.findings(gap_findings_of, judged)
    judge = _Judge(declarations, known, strict=strict)
    for (folders, module), places in uses.needed.items():
        found = judge.missing(module, places, folders)
        findings += [found] if found else []
    findings += judge.untold_findings()
    if uses.homeless:
        findings.append(_homeless(uses.homeless))
    findings += _unused(declarations, sources, uses.modules, known, frozenset(unused))
    return Verdict.of(
        findings,
        passed=(
            f"{len({module for _, module in uses.needed})} third-party modules in "
            f"{len(judged)} sources are declared"
        ),
        remedy="Declare every package that is imported.",
    )


def _is_judged(path: str) -> bool:
    """Whether a file is more than the build or a template of a project."""
    return path.rpartition("/")[2] not in _BUILD and "{{" not in path


@dataclass(frozen=True, slots=True)
class _Place:
    """One import of a module; a late one happens when a function is called."""

    source: Source
    first: int
    last: int
    is_late: bool

    @property
    def is_runtime(self) -> bool:
        """Whether the file is more than a help for people who work on the project."""
        is_test = self.source.role is Role.TEST or self.source.notebook
        return not is_test and not _DEVELOPMENT.intersection(self.source.path.split("/"))

    def finding(self, message: str, outcome: Outcome, rule: str, module: str) -> Finding:
        """Return a finding at the import, with the waiver that stands there."""
        cell, line = self.source.locate(self.first)
        found = Finding(
            message=message,
            outcome=outcome,
            rule=rule,
            path=self.source.path,
            line=line,
            cell=cell,
            subject=module,
            anchor=f"import {module}",
        )
        return self.source.waive(found, self.first, self.last, check="declared-imports")


@dataclass(slots=True)
class _Uses:
    """Third-party modules: all that occur, and those that are needed, by manifests above."""

    modules: set[str] = field(default_factory=set)
    needed: dict[tuple[tuple[str, ...], str], list[_Place]] = field(default_factory=dict)
    homeless: list[_Place] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        sources: Sources,
        judged: Sequence[Source],
        local: LocalModules,
        known: Distributions,
        declarations: Declarations,
    ) -> _Uses:
        uses = cls()
        own = {
            manifest.project
            for manifests in declarations.folders.values()
            for manifest in manifests
        }
        measured = sources.measure(imported_modules, judged)
        for source, imports in zip(judged, measured, strict=True):
            folders = declarations.above(source.path)
            given = _OF_NOTEBOOKS if source.notebook else frozenset()
            for module, first, last, kind in imports:
                top = module.partition(".")[0]
                uses.modules.add(module)
                if known.is_given(module) or normalized(top) in own or top.endswith("_pb2"):
                    continue
                is_known = bool(known.of(module))
                is_local = local.has(module, source.path, known=is_known)
                if kind == OPTIONAL or top in given or is_local:
                    continue
                place = _Place(source, first, last, kind != AT_ONCE)
                if folders:
                    uses.needed.setdefault((folders, module), []).append(place)
                else:
                    uses.homeless.append(place)
        return uses


@dataclass(frozen=True, slots=True)
class _Judge:
    """Compares what is imported with what is declared above."""

    declarations: Declarations
    known: Distributions
    strict: bool
    untold: dict[str, dict[str, _Place]] = field(default_factory=dict)

    def missing(
        self, module: str, places: Sequence[_Place], folders: tuple[str, ...]
    ) -> Finding | None:
        """Return what is wrong with the imports of one module, ``None`` when it is declared.

        What an unread manifest may declare is kept for :meth:`untold_findings`.
        """
        needs = [need for folder in folders for need in self.declarations.dependencies(folder)]
        named = self.known.declared(module, {name for need in needs for name in _names(need)})
        if named:
            running = {name for need in needs if not need.is_development for name in _names(need)}
            runtime = [place for place in places if place.is_runtime]
            if not runtime or not running or running & set(named):
                return None
            message = f"imports {module}, and {named[0]} is declared for development only"
            return self._finding(runtime, message, Outcome.FAIL, "M2", module)
        for folder in folders:
            if folder in self.declarations.unread:
                self.untold.setdefault(folder, {})[module] = places[0]
                return None
        names = self.known.of(module)
        if not names:
            message = f"imports {module}, which belongs to no known distribution"
            return self._finding(places, message, Outcome.INCONCLUSIVE, "M1", module)
        which = module if names[0] == module or "*" in names[0] else f"{module} of {names[0]}"
        elsewhere = self._elsewhere(module)
        if elsewhere:
            message = f"imports {which}, which is declared in {elsewhere} and not above"
            return self._finding(places, message, Outcome.WARN, "M1", module)
        message = f"imports {which}, which no manifest declares"
        return self._finding(places, message, Outcome.FAIL, "M1", module)

    def _finding(
        self, places: Sequence[_Place], message: str, outcome: Outcome, rule: str, module: str
    ) -> Finding:
        """Return the finding at the first import that happens at once, else at the first."""
        first = min(places, key=lambda place: place.is_late)
        if first.is_late and outcome is Outcome.FAIL and not self.strict:
            outcome, message = Outcome.WARN, f"{message}; the import is inside a function"
        files = len({place.source.path for place in places})
        message += f" (and in {files - 1} more files)" if files > 1 else ""
        return first.finding(message, outcome, rule, module)

    def untold_findings(self) -> Iterator[Finding]:
        """Yield one finding for each folder whose manifest may declare what is missing."""
        for folder, modules in self.untold.items():
            listed = ", ".join(list(modules)[:5]) + (", ..." if len(modules) > 5 else "")
            yield Finding(
                message=(
                    f"whether {len(modules)} imported modules ({listed}) are declared cannot be "
                    f"told: {self.declarations.unread[folder]}"
                ),
                outcome=Outcome.INCONCLUSIVE,
                rule="M1",
                path=next(iter(modules.values())).source.path,
                anchor=f"unread {folder}",
                remedy="Declare the dependencies in pyproject.toml.",
            )

    def _elsewhere(self, module: str) -> str:
        """Return the first manifest of whatever folder that declares a module."""
        for manifests in self.declarations.folders.values():
            for manifest in manifests:
                names = {name for need in manifest.dependencies for name in _names(need)}
                if self.known.declared(module, names):
                    return manifest.path
        return ""


def _names(need: Dependency) -> Iterator[str]:
    """Yield the name of a requirement, or what the address of a nameless one ends in."""
    if need.name:
        yield need.name
    elif found := re.search(r"([\w.-]+?)(?:\.git)?(?:@[^/]*)?(?:#.*)?/?$", need.url):
        yield normalized(found[1].partition("-")[0] if ".whl" in need.url else found[1])


def _homeless(places: Sequence[_Place]) -> Finding:
    files = dict.fromkeys(place.source.path for place in places)
    return Finding(
        message=f"{len(files)} sources import packages, and no folder above has a manifest",
        outcome=Outcome.INCONCLUSIVE,
        rule="M1",
        path=next(iter(files)),
        anchor="no manifest above",
        remedy="Declare the dependencies in the root of the project.",
    )


def _unused(
    declarations: Declarations,
    sources: Sources,
    imported: Collection[str],
    known: Distributions,
    allowed: frozenset[str],
) -> Iterator[Finding]:
    """Rule M3, for the manifests in the root."""
    idle: dict[str, Dependency] = {}
    for manifest in declarations.folders.get("", ()):
        if not _is_frozen(manifest):
            idle |= {
                need.name: need
                for need in manifest.dependencies
                if need.name and not (need.is_development or need.constraint or need.conda)
            }
    bring = {
        name: modules
        for name in idle
        if name not in allowed
        and not (is_not_imported(name) or known.is_program(name))
        and (modules := known.modules(name))
        and not any(f"{used}.".startswith(f"{m}.") for used in imported for m in modules)
    }
    mentioned = _mentioned(sources) if bring else frozenset()
    for name, modules in bring.items():
        if not mentioned & {name, *modules}:
            yield Finding(
                message=f"declares {name}, and nothing imports it",
                outcome=Outcome.WARN,
                rule="M3",
                path=idle[name].path,
                line=idle[name].line,
                subject=name,
                anchor=name,
                remedy="Remove it, or list it in the setting `unused`.",
            )


def _is_frozen(manifest: Manifest) -> bool:
    """Whether a file was written by a tool that lists what the wanted packages need."""
    pins = [need for need in manifest.dependencies if need.pin]
    return any(need.hashes for need in pins) or len(pins) > _FROZEN


def _mentioned(sources: Sources) -> frozenset[str]:
    """Return what strings and magics of the code and configuration files name.

    Factories take classes by their dotted names, and libraries their engines.
    """
    names = {name for source in sources for name in _QUOTED.findall(source.text)}
    for config in sources.configs:
        if not manifest_kind(config.path.rpartition("/")[2]) and "lock" not in config.path:
            names.update(_DOTTED.findall(config.text))
    return frozenset(names.union(*(re.split(r"[.+:/]", name) for name in names)))
