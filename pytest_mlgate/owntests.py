"""Checks as functions for users' own tests, on objects that the test gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pytest_mlgate.checks._unseen import handles_unseen
from pytest_mlgate.config.convert import Unfit, convert
from pytest_mlgate.config.settings import Config
from pytest_mlgate.errors import ConfigError, InputAbsent, InputError, MlgateError, nearest
from pytest_mlgate.inputs.splitter import Splitter, rows_of
from pytest_mlgate.policy import item_key
from pytest_mlgate.registry import Check, Registry, Setting
from pytest_mlgate.resolve import Resolver
from pytest_mlgate.verdict import Verdict


class Checks:
    """Runs checks on given objects.

    Parameters
    ----------
    registry:
        Checks and inputs.
    config:
        Where settings that are not given come from; without, they have their defaults.
    otherwise:
        Gives the inputs that are not given; without, there are none.
    """

    def __init__(
        self,
        registry: Registry,
        config: Config | None = None,
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        self._registry, self._config, self._otherwise = registry, config, otherwise

    def check(self, id: str, /, *, subject: str = "", **given: Any) -> Verdict:
        """Run a check and return its verdict, before waivers and severities.

        Parameters
        ----------
        id:
            ``family.kebab-name``.
        subject:
            What it is about, for a check with subjects.
        **given:
            Settings by name, such as ``job="train"``, and inputs by name: those of the check
            and those that they are made of, such as ``train=...`` and ``test=...`` for
            `parts`.  ``None`` says that there is no such input.

        Raises
        ------
        ConfigError
            If there is no such check, it takes no parameter of a given name, or a setting
            does not allow the given value.
        """
        check = self._registry[id]
        reached = self._registry.reached(check.inputs)
        known = {*reached, *check.settings}
        for name in given:
            if name not in known:
                raise ConfigError(
                    f"{id} takes no {name!r}; it takes {', '.join(sorted(known))}"
                    f"{nearest(name, known)}"
                )
        settings = self._config.settings_of(check) if self._config else {}
        settings |= {
            name: _fitting(id, check.settings[name], value)
            for name, value in given.items()
            if name in check.settings
        }
        inputs = {
            name: InputAbsent(f"{name} is None") if value is None else value
            for name, value in given.items()
            if name in reached
        }
        loaders = self._config.inputs if self._config else {}
        resolver = Resolver(self._registry, inputs, loaders, self._otherwise)
        return resolver.run(check, subject=subject, **settings)

    def assert_check(self, id: str, /, *, subject: str = "", **given: Any) -> Verdict:
        """Run a check as :meth:`check` does, and fail the test unless it is PASS or WARN.

        Raises
        ------
        AssertionError
            With the summary, the findings and what to do.
        """
        verdict = self.check(id, subject=subject, **given)
        verdict.assert_ok(item_key(id, subject))
        return verdict


def _fitting(id: str, setting: Setting, value: Any) -> Any:
    """Return a setting as its check expects it."""
    if value is None and setting.default is None:
        return None
    if hasattr(value, "tolist"):  # an array or a number of NumPy
        value = value.tolist()
    try:
        return convert(list(value) if isinstance(value, tuple) else value, setting.annotation)
    except Unfit as unfit:
        raise ConfigError(f"{id}: {setting.name}: found {value!r:.80}; expected {unfit}") from None


class LeakageTests:
    """The checks of leakage as functions.

    They look at their arguments only: neither a configuration nor an active gate is needed,
    and none has a say.  Every function returns the verdict, with ``ok``, ``evidence``,
    ``findings`` and ``estimates``; those named ``assert_`` raise :class:`AssertionError`
    with its text, which holds no row of data, unless it is PASS or WARN.

    `settings` are those of the check, such as ``seed=1``; ``pytest --mlgate-explain`` tells them.
    A :class:`~pytest_mlgate.errors.ConfigError` says that one is unknown or has no such value.

    Parameters
    ----------
    checks:
        Runs them.
    """

    def __init__(self, checks: Checks) -> None:
        self._checks = checks

    def audit_splits(
        self,
        splitter: object,
        X: Any,  # noqa: N803
        y: Any = None,
        groups: Any = None,
        *,
        time: Any = None,
        **settings: Any,
    ) -> Verdict:
        """Audit the folds that a splitter really gives (``leakage.cross-validation-scheme``).

        Parameters
        ----------
        splitter:
            An object with ``split(X, y, groups)``, pairs of row numbers, or a function that
            gives either.
        X:
            Features as the splitter wants them, n rows.
        y:
            Target of each row, n values.
        groups:
            Group of each row, n values, or a mapping (or DataFrame) from name to groups, of
            which the splitter sees the first.
        time:
            When each row was observed, n dates or numbers.
        **settings:
            Such as ``horizon=7`` or ``repeats=3``.

        Returns
        -------
        Verdict
            A finding for each fold and rule (``rows``, ``disjoint``, ``group``, ``time``,
            ``class``, ``strata``).  ``verdict.assert_ok()`` fails the test unless it is clean.
            A splitter that raises and columns of another length make it an ERROR.
        """
        if hasattr(groups, "columns"):
            groups = {name: groups[name] for name in groups.columns}
        named = groups if isinstance(groups, Mapping) else {"groups": groups}
        ties = {str(name): found for name, found in named.items() if found is not None}
        own = {"row": range(rows_of(X)), "y": y, "time": time}
        columns = {name: found for name, found in own.items() if found is not None}
        return self._checks.check(
            "leakage.cross-validation-scheme",
            splitter=_divided(splitter, X, y, ties),
            train={**columns, **ties} if not ties.keys() & own.keys() else _taken(ties, own),
            roles={
                "key": "row",
                "group": tuple(ties),
                **({"target": "y"} if y is not None else {}),
                **({"time": "time"} if time is not None else {}),
            },
            **settings,
        )

    def assert_future_invariant(
        self, feature_fn: Callable[[Any], Any], sample: Any, *, time: str, **settings: Any
    ) -> Verdict:
        """Fail if features of past rows change with later rows (``leakage.future-invariance``).

        Parameters
        ----------
        feature_fn:
            Called as ``feature_fn(frame)`` with a pandas DataFrame; returns the features,
            a row for each row or with the index of the frame.
        sample:
            Raw rows, 200 or more: a DataFrame of pandas or polars, an Arrow table, or a
            mapping from column to values.
        time:
            Column with times or numbers; the rows may be in any order.
        **settings:
            Such as ``entity="customer"``, or ``closed="left", known_after=["target"]``.

        Raises
        ------
        AssertionError
            Naming each column, its first cut and row; also when the sample is too small to
            tell, or the function raises.
        """
        return self._checks.assert_check(
            "leakage.future-invariance",
            feature_fn=feature_fn,
            sample=sample,
            time=time,
            **settings,
        )

    def assert_point_in_time(
        self,
        train: Any,
        event_log: Any,
        feature_at: Callable[[Any, Any, Any], Any] | None = None,
        *,
        entity: str,
        time: str,
        **settings: Any,
    ) -> Verdict:
        """Fail if features hold what was known only later (``leakage.point-in-time``).

        Parameters
        ----------
        train:
            Rows with their features: a table of any library, or a mapping of columns.
        event_log:
            Events with the columns ``key`` and ``event_time``, and perhaps ``known_at``,
            ``value`` and ``feature``.
        feature_at:
            Called as ``feature_at(entity, time, history)`` with a pandas DataFrame of events;
            returns a value or a mapping from feature to value.  Without it, the features in
            `train` are computed anew, as `settings` say.
        entity:
            Column of `train` with the key of the events.
        time:
            Column of `train` that says when the prediction is made.
        **settings:
            Such as ``aggregate="sum", window="30d"``, or ``seed=1`` of the sampled rows.

        Raises
        ------
        AssertionError
            Naming each feature, in how many rows it differs, and what it holds instead; also
            when there are fewer than 50 rows.
        """
        return self._checks.assert_check(
            "leakage.point-in-time",
            train=train,
            event_log=event_log,
            feature_at=feature_at,
            roles={"prediction_time": time},
            entity=entity,
            **settings,
        )

    def assert_no_fit_leak(
        self, fit_fn: Callable[[Any, Any], Any], sample: Any, *, target: str = "", **settings: Any
    ) -> Verdict:
        """Fail if what is fitted depends on other rows than its own (``leakage.fit-scope``).

        Parameters
        ----------
        fit_fn:
            Called as ``fit_fn(frame, train_index)`` with a pandas DataFrame and the array of the
            rows that it may learn from; returns the fitted object, or that and the
            transformed rows.
        sample:
            Raw rows, 20 or more, as for :meth:`assert_future_invariant`.
        target:
            Column with the target, which is then disturbed by itself.
        **settings:
            Such as ``split="random", seed=1``.

        Raises
        ------
        AssertionError
            Naming the attribute or column, and what changed it; also when nothing was fitted,
            or the fit is not seeded.
        """
        return self._checks.assert_check(
            "leakage.fit-scope", fit_fn=fit_fn, sample=sample, target=target, **settings
        )

    def assert_handles_unseen(
        self, encoder: object, sample: Any, column: str = "", **settings: Any
    ) -> Verdict:
        """Fail if an encoder mistakes a new level or a missing value for a level it knows.

        Both must be encoded without an error, without NaN, and not as a level of the sample.

        Parameters
        ----------
        encoder:
            A fitted object with ``transform(frame)``, or a function of a frame; gives a table,
            an array or a sparse matrix with a row for each row.
        sample:
            Rows that it was fitted on: a table as for :meth:`assert_future_invariant`, or a
            pandas Series.
        column:
            Which of them is encoded; the only one by default.
        **settings:
            ``unseen=...``, the level to try, where a made-up one will not do;
            ``allow_nan=True`` where the model takes NaN.

        Raises
        ------
        AssertionError
            Saying for the new level and for the missing value what is wrong; also when the
            encoder does not depend on the column.
        """
        check = Check(handles_unseen, id="leakage.handles-unseen")
        for name in settings:
            if name not in check.settings:
                raise ConfigError(
                    f"assert_handles_unseen takes no {name!r}; it takes "
                    f"{', '.join(check.settings)}{nearest(name, check.settings)}"
                )
        verdict = check.run({"encoder": encoder, "sample": sample}, {"column": column, **settings})
        verdict.assert_ok("assert_handles_unseen")
        return verdict


def _divided(splitter: object, X: Any, y: Any, ties: Mapping[str, Any]) -> object:  # noqa: N803
    """Return the folds as a splitter, or the error that says why there are none."""
    seen = next(iter(ties.values()), None)
    try:
        wrapped = Splitter.of(splitter)
        return Splitter(wrapped.pairs(X, y, seen), wrapped.path)
    except MlgateError as error:
        return error


def _taken(ties: Mapping[str, Any], own: Mapping[str, Any]) -> InputError:
    names = ", ".join(sorted(ties.keys() & own.keys()))
    return InputError("groups", found=f"groups called {names}", expected="other names")
