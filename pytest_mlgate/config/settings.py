"""The typed configuration of one gate."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from pytest_mlgate.config.convert import Unfit, convert
from pytest_mlgate.config.locate import Document
from pytest_mlgate.errors import ConfigError, nearest
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.registry import Check, Phase, Range, Registry, Setting


class Severity(StrEnum):
    """What a violation of a check does."""

    ERROR = "error"
    WARN = "warn"
    OFF = "off"


_BARE = re.compile("[A-Za-z0-9_-]+")
OnInconclusive = Literal["fail", "warn"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The keys that govern the whole gate; each field is one key at the top of the file."""

    phase: Phase = field(
        default=Phase.DEVELOPMENT,
        metadata={"doc": "where the project stands; `exploration` only warns, later phases block"},
    )
    strict: bool = field(
        default=False, metadata={"doc": "a warning or an inconclusive verdict fails as well"}
    )
    on_inconclusive: OnInconclusive | None = field(
        default=None,
        metadata={
            "doc": "what an inconclusive verdict does; by default it fails a check that the "
            "configuration names and warns for any other"
        },
    )
    families: tuple[str, ...] | None = field(
        default=None, metadata={"doc": "families to run; by default all"}
    )
    alpha: Annotated[float, Range(0, 1)] = field(
        default=0.05,
        metadata={
            "doc": "chance that a gate fails although nothing is wrong, over all its items that "
            "test hypotheses; a check with an `alpha` of its own does not share it"
        },
    )
    run_code: bool = field(
        default=True,
        metadata={
            "doc": "`false` leaves out, with a word, the checks that run code of the project or "
            "compare the environment in which it would run"
        },
    )
    waivers: str | None = field(
        default=None, metadata={"doc": "file of waivers; `waivers.yaml` is found by itself"}
    )
    baseline: str | None = field(
        default=None,
        metadata={"doc": "file of accepted findings; only what is new fails (`--mlgate-update`)"},
    )
    exclude: tuple[str, ...] = field(
        default=(), metadata={"doc": "globs of files that no check looks at"}
    )


@dataclass(frozen=True, kw_only=True)
class CheckConfig:
    """What the configuration says about one check beside its own settings."""

    severity: Severity | None = field(
        default=None, metadata={"doc": "`error`, `warn` or `off` instead of the phase's default"}
    )
    on_inconclusive: OnInconclusive | None = field(
        default=None, metadata={"doc": "`fail` or `warn` for this check"}
    )
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WriteBack:
    """Where verdicts are written back to; each field is one key of ``[write-back]``."""

    run: str | None = field(
        default=None, metadata={"doc": "`runs:/<id>`; by default the run of the model version"}
    )
    model: str | None = field(
        default=None,
        metadata={"doc": "`models:/<name>@<alias>`, whose version gets the tags as well"},
    )
    uri: str | None = field(
        default=None, metadata={"doc": "tracking address; by default `MLFLOW_TRACKING_URI`"}
    )
    timeout: Annotated[float, Range(0.1)] = field(
        default=30.0, metadata={"doc": "seconds to wait for the tracking server"}
    )


@dataclass(frozen=True, kw_only=True)
class Config:
    """A gate as configured, or the zero-config gate.

    Parameters
    ----------
    root:
        The project root: the folder of the file.
    path:
        The file, ``None`` without any configuration.
    settings:
        Keys of the whole gate.
    checks:
        Check id -> what is said about it; a check that is not named is absent.
    families:
        Family -> settings for all of its checks that have them.
    inputs:
        Input name -> settings of its loader.
    roles:
        Role -> globs of ``[paths]``.
    write_back:
        Where verdicts are written back to, if anywhere.
    """

    root: Path
    path: Path | None = None
    settings: Settings = field(default_factory=Settings)
    checks: Mapping[str, CheckConfig] = field(default_factory=dict)
    families: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    write_back: WriteBack | None = None

    @property
    def project(self) -> Project:
        """The project input."""
        return Project(self.root, self.roles, self.settings.exclude, self.settings.phase)

    def settings_of(self, check: Check[...]) -> dict[str, Any]:
        """Return the configured settings of a check: its own, then those of its family."""
        shared = self.families.get(check.family, {})
        own = self.checks[check.id].settings if check.id in self.checks else {}
        return {**{name: shared[name] for name in check.settings if name in shared}, **own}


def load(document: Document, registry: Registry) -> Config:
    """Validate the whole document at once, before anything runs.

    Raises
    ------
    ConfigError
        With one line per mistake: file, line, key, what was found, what is expected.
    """
    return _Reader(document, registry).config()


class _Reader:
    def __init__(self, document: Document, registry: Registry) -> None:
        self._document = document
        self._registry = registry
        self._mistakes: list[str] = []

    def config(self) -> Config:
        families = self._families_known()
        general = _declared(Settings)
        table = self._document.table
        allowed = {*(s.key for s in general.values()), "paths", "inputs", "write-back", *families}
        self._known(table, allowed, (), of_plugins=True)
        settings = self._values({k: v for k, v in table.items() if k not in families}, general, ())
        config = Config(
            root=self._document.path.parent,
            path=self._document.path if self._document.exists else None,
            settings=Settings(**settings),
            checks=self._checks(table),
            families=self._families(table),
            inputs=self._inputs(self._subtable(table, "inputs", ())),
            roles=self._roles(self._subtable(table, "paths", ())),
            write_back=self._write_back(table),
        )
        for family in config.settings.families or ():
            if family not in families:
                self._mistake(
                    ("families",),
                    repr(family),
                    f"one of {_list(families)}",
                    nearest(family, families),
                )
        if self._mistakes:
            raise ConfigError("\n".join(self._mistakes))
        return config

    def _checks(self, table: Mapping[str, Any]) -> dict[str, CheckConfig]:
        configs = {}
        common = _declared(CheckConfig)
        del common["settings"]
        for family, names in self._families_known().items():
            checks = self._registry.families.get(family, [])
            named = self._subtable(table, family, ())
            by_name = {declared.name: declared for declared in checks}
            shared = {setting.key for setting in _shared(checks).values()}
            tables = {k for k, v in named.items() if isinstance(v, dict) and k not in shared}
            sections = {k: v for k, v in named.items() if k in tables}
            self._known(sections, names, (family,), of_plugins=True)
            if names == by_name.keys():  # else other checks have settings, too
                rest = {k: v for k, v in named.items() if k not in {*tables, *names}}
                self._known(rest, shared, (family,))
            for name, declared in by_name.items():
                if name in named:
                    keys = (family, name)
                    values = self._subtable(named, name, (family,))
                    declared_settings = {**common, **declared.settings}
                    self._known(values, {s.key for s in declared_settings.values()}, keys)
                    found = self._values(values, declared_settings, keys)
                    own = {key: found.pop(key) for key in common if key in found}
                    configs[declared.id] = CheckConfig(**own, settings=found)
        return configs

    def _families_known(self) -> dict[str, set[str]]:
        """Return family -> names of its checks, those that are not loaded among them."""
        families: dict[str, set[str]] = {}
        for id in sorted(self._registry.ids):
            family, _, name = id.partition(".")
            families.setdefault(family, set()).add(name)
        return families

    def _families(self, table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        found = {}
        for family, checks in self._registry.families.items():
            named = table.get(family, {})
            if isinstance(named, dict) and (
                values := self._values(named, _shared(checks), (family,))
            ):
                found[family] = values
        return found

    def _inputs(self, table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        inputs = {
            name.replace("_", "-"): i for name, i in self._registry.inputs.items() if i.settings
        }
        unloaded = {name.replace("_", "-") for name in self._registry.unloaded_inputs}
        self._known(table, {*inputs, *unloaded}, ("inputs",), of_plugins=True)
        found = {}
        for key, declared in inputs.items():
            if key in table:
                values = self._subtable(table, key, ("inputs",))
                self._known(values, {s.key for s in declared.settings.values()}, ("inputs", key))
                found[declared.name] = self._values(values, declared.settings, ("inputs", key))
        return found

    def _write_back(self, table: Mapping[str, Any]) -> WriteBack | None:
        if "write-back" not in table:
            return None
        named = self._subtable(table, "write-back", ())
        declared = _declared(WriteBack)
        self._known(named, {s.key for s in declared.values()}, ("write-back",))
        if not {"run", "model"} & set(named):
            self._mistake(("write-back",), "neither run nor model", "at least one of them")
        return WriteBack(**self._values(named, declared, ("write-back",)))

    def _roles(self, table: Mapping[str, Any]) -> dict[Role, tuple[str, ...]]:
        roles = {role.value: Setting(role.value, tuple[str, ...], ()) for role in Role}
        self._known(table, roles, ("paths",))
        return {Role(key): globs for key, globs in self._values(table, roles, ("paths",)).items()}

    def _subtable(
        self, table: Mapping[str, Any], key: str, above: tuple[str, ...]
    ) -> dict[str, Any]:
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self._mistake((*above, key), _show(value), "a table")
        return {}

    def _known(
        self,
        table: Mapping[str, Any],
        allowed: Collection[str],
        above: tuple[str, ...],
        *,
        of_plugins: bool = False,
    ) -> None:
        for key in table:
            if key not in allowed:
                hint = nearest(key, allowed)
                if of_plugins and self._registry.unloaded and not hint:
                    continue  # a run of some checks need not load the plugin that it belongs to
                expected = f"one of {_list(allowed)}" if allowed else "no key here"
                self._mistake((*above, key), "an unknown key", expected, hint)

    def _values(
        self,
        table: Mapping[str, Any],
        declared: Mapping[str, Setting],
        above: tuple[str, ...],
    ) -> dict[str, Any]:
        values = {}
        for name, setting in declared.items():
            if setting.key in table:
                value = table[setting.key]
                try:
                    values[name] = convert(value, setting.annotation)
                except Unfit as unfit:
                    self._mistake((*above, setting.key), _show(value), str(unfit))
        return values

    def _mistake(self, keys: tuple[str, ...], found: str, expected: str, hint: str = "") -> None:
        place = self._document.place(keys)
        key = ".".join(map(_quoted, keys))
        self._mistakes.append(f"{place}: {key}: found {found}; expected {expected}{hint}")


def _shared(checks: Iterable[Check[...]]) -> dict[str, Setting]:
    """Return the settings that a family's table may hold: those of its checks, by name.

    Where two checks give one key different types, or a check has that name, the family's
    table cannot hold it.  A level is either the gate's or one check's.
    """
    shared: dict[str, Setting] = {}
    checks = list(checks)
    differing = {"alpha", *(declared.name.replace("-", "_") for declared in checks)}
    for declared in checks:
        for setting in declared.settings.values():
            known = shared.setdefault(setting.name, setting)
            if known.annotation != setting.annotation:
                differing.add(setting.name)
    return {name: setting for name, setting in shared.items() if name not in differing}


def _declared(settings: type) -> dict[str, Setting]:
    hints = get_type_hints(settings, include_extras=True)
    return {f.name: Setting(f.name, hints[f.name], f.default) for f in dataclasses.fields(settings)}


def _quoted(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key)


def _list(words: Collection[str]) -> str:
    return ", ".join(sorted(words))


def _show(value: Any) -> str:
    text = value.isoformat() if isinstance(value, dt.date | dt.time) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
