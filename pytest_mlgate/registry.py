"""What a check and an input are, and where they are looked up by name."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, overload

from pytest_mlgate.declared import SUBJECT, Declared, P, T, place_of
from pytest_mlgate.declared import Range as Range
from pytest_mlgate.declared import Setting as Setting
from pytest_mlgate.errors import ConfigError, InputAbsent, MlgateError, Unmeasurable, nearest
from pytest_mlgate.verdict import Outcome, Verdict

_CHECK_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Kind(StrEnum):
    """When a check becomes part of the gate."""

    ZERO_CONFIG = "zero-config"
    """Always, even with no configuration at all."""
    EVIDENCE = "evidence"
    """In every configured project; not applicable until its evidence is there."""
    CONFIG = "config"
    """Only when the configuration names it."""


class Phase(StrEnum):
    """Where a project stands; later phases are stricter."""

    EXPLORATION = "exploration"
    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"

    def reaches(self, other: Phase) -> bool:
        """Whether this phase is `other` or later."""
        phases = list(Phase)
        return phases.index(self) >= phases.index(other)


@dataclass(frozen=True)
class Check(Declared[P, Verdict]):
    """A documented rule: a plain function from inputs and settings to a verdict.

    Made by :func:`check`; call it like the function it wraps, or :meth:`run` it to have
    every exception turned into a verdict.
    """

    id: str
    kind: Kind = Kind.ZERO_CONFIG
    subjects: tuple[str, ...] | str = ()
    runs_code: bool = False
    blocks_from: Phase = Phase.DEVELOPMENT
    blocker: bool = False
    by_file: bool = False

    @property
    def family(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    @property
    def tests_hypotheses(self) -> bool:
        """Whether the check spends a share of its family's error rate."""
        return "alpha" in self.settings

    def subjects_for(self, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what the check's items are about, ``("",)`` for one item about the project."""
        if isinstance(self.subjects, str):
            named = settings.get(self.subjects, self.settings[self.subjects].default)
            return tuple(dict.fromkeys(named or ())) or ("",)
        return self.subjects or ("",)

    def run(
        self,
        inputs: Mapping[str, object],
        settings: Mapping[str, Any] | None = None,
        *,
        subject: str = "",
    ) -> Verdict:
        """Call the check and answer with a verdict whatever happens.

        Parameters
        ----------
        inputs:
            Input name -> object.  An exception in the place of an object says why the
            input is missing: :class:`InputAbsent` makes the verdict NOT_APPLICABLE (or
            leaves an optional input at its default), :class:`MlgateError` makes it ERROR.
        settings:
            Setting name (with underscores) -> value; what is left out has its default.
        subject:
            What the item is about, for a check with subjects.
        """
        arguments: dict[str, Any] = dict(settings or {})
        for name, required in self.inputs.items():
            value = inputs.get(name, InputAbsent(f"no input {name!r} was given"))
            if isinstance(value, InputAbsent):
                if required:
                    return Verdict(
                        outcome=Outcome.NOT_APPLICABLE, summary=str(value), no_evidence=True
                    )
            elif isinstance(value, MlgateError):
                return Verdict(outcome=Outcome.ERROR, summary=str(value))
            else:
                arguments[name] = value
        if self.subjects:
            arguments[SUBJECT] = subject
        try:
            verdict: object = self.function(**arguments)  # type: ignore[call-arg]
        except InputAbsent as absent:
            return Verdict(outcome=Outcome.NOT_APPLICABLE, summary=str(absent), no_evidence=True)
        except Unmeasurable as thin:
            return Verdict(outcome=Outcome.INCONCLUSIVE, summary=str(thin))
        except MlgateError as error:
            return Verdict(outcome=Outcome.ERROR, summary=str(error))
        except Exception as error:
            return Verdict(
                outcome=Outcome.ERROR,
                summary=f"the check broke: {type(error).__name__}: {error}",
                detail=traceback.format_exc(),
                remedy="Read the traceback; if it points into pytest_mlgate, please report it.",
            )
        if not isinstance(verdict, Verdict):
            return Verdict(
                outcome=Outcome.ERROR,
                summary=f"{self.id} returned {type(verdict).__name__} instead of a Verdict",
            )
        return verdict


def check(
    id: str,
    *,
    kind: Kind = Kind.ZERO_CONFIG,
    subjects: tuple[str, ...] | str = (),
    runs_code: bool = False,
    blocks_from: Phase = Phase.DEVELOPMENT,
    blocker: bool = False,
    by_file: bool = False,
) -> Callable[[Callable[P, Verdict]], Check[P]]:
    """Declare a function to be the check `id`.

    Parameters
    ----------
    id:
        ``family.kebab-name``.
    kind:
        When it becomes part of the gate.
    subjects:
        What its items are about: fixed names, or the name of the setting that lists
        them.  The function then takes a first parameter ``subject``.
    runs_code:
        Whether it runs code of the project under test.
    blocks_from:
        First phase in which a failure stops the build by default; before that it warns.
    blocker:
        Whether it stops the build in every phase, and no baseline can accept it.
    by_file:
        Whether it judges each file for itself, and no other file than those that
        ``Project.judges`` names.  In a run on some files the other checks see everything.
    """

    def declare(function: Callable[P, Verdict]) -> Check[P]:
        return Check(
            function,
            id=id,
            kind=kind,
            subjects=subjects,
            runs_code=runs_code,
            blocks_from=blocks_from,
            blocker=blocker,
            by_file=by_file,
        )

    return declare


@dataclass(frozen=True)
class Input(Declared[P, T]):
    """Something a check looks at: a plain function from other inputs and settings to a value.

    `adapt` turns what a user's own fixture gives, such as a DataFrame, into that value;
    `runs_code` says that a configured one imports or runs code of the project, or names the
    setting that lets it; `by_file` that it holds files, and only those that
    ``Project.judges`` names.

    The function raises :class:`InputAbsent` when nobody configured the thing and it
    cannot be discovered, :class:`InputError` when it was named and is not usable.
    """

    adapt: Callable[[Any], T] | None = None
    runs_code: bool | str = False
    by_file: bool = False

    @property
    def name(self) -> str:
        """The name under which checks ask for it; its fixture is ``mlgate_<name>``."""
        return self.function.__name__

    def adapted(self, value: object) -> object:
        """Return a value as the checks expect it, or the exception that says why it is none."""
        if self.adapt is None or isinstance(value, InputAbsent | MlgateError):
            return value
        try:
            return self.adapt(value)
        except (InputAbsent, MlgateError) as reason:
            return reason


@overload
def provides(function: Callable[P, T]) -> Input[P, T]: ...
@overload
def provides(
    *, adapt: Callable[[Any], T], runs_code: bool = False
) -> Callable[[Callable[P, T]], Input[P, T]]: ...
@overload
def provides(
    *, runs_code: bool | str = False, by_file: bool = False
) -> Callable[[Callable[P, T]], Input[P, T]]: ...
def provides(
    function: Callable[P, T] | None = None,
    *,
    adapt: Callable[[Any], T] | None = None,
    runs_code: bool | str = False,
    by_file: bool = False,
) -> Input[P, T] | Callable[[Callable[P, T]], Input[P, T]]:
    """Declare a function to be the input of its own name.

    Parameters
    ----------
    function:
        The function.
    adapt:
        Turns what a user's own fixture of that name gives into what the function gives; it
        lets a value of the right type pass, and raises :class:`InputError` for any other.
    runs_code:
        Whether a configured one imports or runs code of the project, or the name of the setting
        that lets it.
    by_file:
        Whether it holds files, and in a run on some files only those that ``Project.judges``
        names.
    """
    if function is not None:
        return Input(function, adapt)
    return lambda declared: Input(declared, adapt, runs_code, by_file)


@dataclass
class Registry:
    """All checks and inputs of one session, built in or third-party.

    `unloaded` are the ids of further checks, `unloaded_inputs` the names of further inputs: they
    exist, and this session has no use for them.
    """

    checks: dict[str, Check[...]] = field(default_factory=dict)
    inputs: dict[str, Input[..., object]] = field(default_factory=dict)
    unloaded: frozenset[str] = frozenset()
    unloaded_inputs: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        checks: Iterable[Check[...]],
        inputs: Iterable[Input[..., object]],
        *,
        unloaded: Iterable[str] = (),
        unloaded_inputs: Iterable[str] = (),
    ) -> Registry:
        """Validate everything, then register it.

        Raises
        ------
        ConfigError
            For something that is not declared, a malformed or duplicate id, an undocumented
            check, an input that nobody provides, or a setting without a usable type.
        """
        registry = cls(unloaded=frozenset(unloaded), unloaded_inputs=frozenset(unloaded_inputs))
        for declared_input in _all(inputs, Input, "provides"):
            _claim(registry.inputs, declared_input.name, declared_input, "input")
        for declared_input in registry.inputs.values():
            _validate_parameters(declared_input, f"input {declared_input.name!r}", registry.inputs)
        for declared_check in sorted(_all(checks, Check, "check"), key=lambda c: c.id):
            _validate(declared_check, registry.inputs)
            _claim(registry.checks, declared_check.id, declared_check, "check")
        return registry

    def __iter__(self) -> Iterator[Check[...]]:
        return iter(self.checks.values())

    def __getitem__(self, id: str) -> Check[...]:
        try:
            return self.checks[id]
        except KeyError:
            hint = nearest(id, self.ids)
            raise ConfigError(f"there is no check {id!r}{hint} (pytest --mlgate-list)") from None

    def runs_code(self, check: Check[...], configured: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether a check runs code of the project, by itself or through configured inputs.

        Parameters
        ----------
        check:
            The check.
        configured:
            Input name -> what the configuration says about it.
        """
        if check.runs_code:
            return True
        reached = self.reached(check.inputs)
        permits = {name: self.inputs[name].runs_code for name in reached & set(configured)}
        return any(
            bool(configured[name].get(permit)) if isinstance(permit, str) else permit
            for name, permit in permits.items()
        )

    def reached(self, names: Iterable[str]) -> set[str]:
        """Return inputs by name, and the inputs that they are made of."""
        waiting, seen = list(names), set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.inputs[name].inputs
        return seen

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all checks that exist."""
        return self.unloaded.union(self.checks)

    @property
    def families(self) -> dict[str, list[Check[...]]]:
        """Family name -> its checks, both in alphabetical order."""
        families: dict[str, list[Check[...]]] = {}
        for declared in self:
            families.setdefault(declared.family, []).append(declared)
        return families


def _all(found: Iterable[T], kind: type[object], decorator: str) -> list[T]:
    declared = list(found)
    for one in declared:
        if not isinstance(one, kind):
            raise ConfigError(f"{place_of(one)} is not decorated with @pytest_mlgate.{decorator}")
    return declared


def _claim(table: dict[str, T], name: str, value: T, what: str) -> None:
    if name in table:
        raise ConfigError(
            f"two plugins provide the {what} {name!r}: "
            f"{place_of(table[name])} and {place_of(value)}"
        )
    table[name] = value


def _validate(declared: Check[...], inputs: Mapping[str, object]) -> None:
    origin = place_of(declared)
    if not _CHECK_ID.fullmatch(declared.id):
        raise ConfigError(
            f"{origin}: check id {declared.id!r} is not of the form family.kebab-name"
        )
    if not declared.title:
        raise ConfigError(f"{origin}: check {declared.id!r} has no docstring")
    _validate_parameters(declared, f"check {declared.id!r}", inputs)
    if isinstance(declared.subjects, str) and declared.subjects not in declared.settings:
        raise ConfigError(
            f"{origin}: check {declared.id!r} takes its subjects from the setting "
            f"{declared.subjects!r}, which it does not have"
        )


def _validate_parameters(
    declared: Declared[..., Any], what: str, inputs: Mapping[str, object]
) -> None:
    for name in declared.inputs:
        if name not in inputs:
            raise ConfigError(
                f"{place_of(declared)}: {what} asks for the input {name!r}, which nobody "
                f"provides{nearest(name, inputs)}"
            )
    try:
        declared.settings  # noqa: B018 - evaluates the annotations
    except ConfigError as error:
        raise ConfigError(f"{what}: {error}") from None
