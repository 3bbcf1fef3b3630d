"""The model takes no forbidden input."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pytest_mlgate.checks.fairness._presets import Preset
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.fairness_policy import FairnessPolicy
from pytest_mlgate.inputs.feature_names import FeatureNames
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

ALWAYS = ("race", "ethnicity", "religion", "national origin", "neighbourhood racial composition",
          "neighborhood racial composition")  # fmt: skip
BY_PRESET: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("hiring", "credit", "insurance"), ("sex", "gender", "age", "marital status", "disability")
)
WATCHED_BY_PRESET = {"hiring": ("university tier", "club memberships")}
PLACES = ("zip", "zip code", "zipcode", "postcode", "post code", "postal code", "neighbourhood",
          "neighborhood", "lat", "lon", "lng", "latitude", "longitude", "census tract")  # fmt: skip
REMEDY = (
    "Take the input out of the model; a place needs a justification with owner and date in "
    "fairness_policy.yaml."
)
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


@check("fairness.forbidden-input", kind=Kind.CONFIG)
def forbidden_input(
    feature_names: FeatureNames,
    fairness_policy: FairnessPolicy | None = None,
    *,
    forbidden: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    watch: tuple[str, ...] = (),
    top: Annotated[int, Range(1)] = 10,
    preset: Preset | None = None,
) -> Verdict:
    """No input of the model is a sensitive attribute by its name.

    Why
    ---
    A column called race in the features needs no statistics to be wrong.

    Rule
    ----
    Names are cut into words at underscores, digits and capital letters, and whole words are
    compared: ``applicantRace`` is forbidden, ``trace_id``, ``terrace`` and ``embrace`` are
    not.

    * N1 no name holds the words of a forbidden attribute in a row;
    * N2 an input that is a place (zip, postcode, neighbourhood, latitude) has a
      justification;
    * N3 where importances are known, no watched feature is among the `top` most important.

    Renaming a column evades this check: run proxy-association beside it.

    Settings
    --------
    forbidden : []
        Further attributes.  Always: race, ethnicity, religion, national origin, neighbourhood
        racial composition; with ``hiring``, ``credit`` and ``insurance`` also sex, gender,
        age, marital status, disability.
    allowed : []
        Names of inputs that are none of these although they read so.
    watch : []
        Attributes that must not be important; with ``hiring`` university tier and club
        memberships.
    top : 10
        How many importances, the largest by value, are looked at.
    preset : none
        Field of use.

    Outcomes
    --------
    FAIL: a forbidden input, a place without justification, a watched feature among the most
    important.  WARN: a place that is justified.  INCONCLUSIVE: the model's inputs have no
    names.

    Remedy
    ------
    Take the input out.

    Source
    ------
    15 U.S.C. 1691 (Equal Credit Opportunity Act); 42 U.S.C. 2000e-2 (Title VII).
    """
    names = feature_names.names
    if not names:
        raise Unmeasurable("the inputs of the model have no names")
    policy = fairness_policy
    banned = {*ALWAYS, *forbidden, *(BY_PRESET.get(preset, ()) if preset else ())}
    banned |= set(policy.forbidden if policy else ())
    watched = {*watch, *(WATCHED_BY_PRESET.get(preset, ()) if preset else ())}
    watched |= set(policy.watch if policy else ())
    justified = policy.justified if policy else {}
    findings = list(_named(names, banned, allowed))
    findings += _places(names, justified, allowed)
    findings += _important(feature_names.importances, watched, top)
    return Verdict.of(
        findings,
        passed=f"{len(names)} inputs: none is called like one of {len(banned)} forbidden "
        f"attributes",
        remedy=REMEDY,
    )


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def _holds(name: str, phrases: Sequence[str] | set[str]) -> str | None:
    own = words(name)
    for phrase in sorted(phrases):
        wanted = words(phrase)
        size = len(wanted)
        if size and any(own[i : i + size] == wanted for i in range(len(own) - size + 1)):
            return phrase
    return None


def _named(names: Sequence[str], banned: set[str], allowed: Sequence[str]) -> Iterator[Finding]:
    for name in names:
        phrase = _holds(name, banned)
        if phrase is not None and name not in allowed:
            yield Finding(
                message=f"the model takes {name!r}, which reads as {phrase}",
                rule="N1",
                subject=name,
                remedy="Take it out, or list it in `allowed` if it is something else.",
            )


def _places(
    names: Sequence[str], justified: Mapping[str, str], allowed: Sequence[str]
) -> Iterator[Finding]:
    for name in names:
        phrase = _holds(name, PLACES)
        if phrase is None or name in allowed:
            continue
        excuse = justified.get(name)
        text = f"the model takes {name!r}, which is a place and may stand for who lives there"
        yield Finding(
            message=f"{text}; justified: {excuse}" if excuse else f"{text}, without justification",
            outcome=Outcome.WARN if excuse else Outcome.FAIL,
            rule="N2",
            subject=name,
        )


def _important(importances: Mapping[str, float], watched: set[str], top: int) -> Iterator[Finding]:
    ranked = sorted(importances, key=lambda name: -abs(importances[name]))
    for place, name in enumerate(ranked[:top], 1):
        phrase = _holds(name, watched)
        if phrase is not None:
            yield Finding(
                message=f"{name!r}, watched as {phrase}, is number {place} of {len(ranked)} by "
                "importance",
                rule="N3",
                subject=name,
            )
