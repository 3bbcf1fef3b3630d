"""Applying a recorded rule of choice to the recorded values."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.candidates import Candidate, Candidates, Rule
from pytest_mlgate.numeric import FloatArray, np
from pytest_mlgate.stats.pareto import knee, scaled


def complete(record: Candidates, objectives: Sequence[str]) -> tuple[list[Candidate], list[str]]:
    """Return the candidates with all of some objectives, and the names of the others."""
    kept = [one for one in record.entries if all(name in one.values for name in objectives)]
    return kept, [one.id for one in record.entries if one not in kept]


def oriented(
    record: Candidates, entries: Sequence[Candidate], objectives: Sequence[str]
) -> FloatArray:
    """Return values of shape (candidates, objectives), turned so that more is better."""
    signs = [1.0 if record.directions[name] == "higher" else -1.0 for name in objectives]
    return np.array(
        [[s * one.values[n] for s, n in zip(signs, objectives, strict=True)] for one in entries]
    )


def errors(entries: Sequence[Candidate], objectives: Sequence[str]) -> FloatArray:
    """Return standard errors of the same shape, 0 where there is none."""
    return np.array([[one.se.get(name, 0.0) for name in objectives] for one in entries])


def allowed(entries: Sequence[Candidate], rule: Rule) -> list[Candidate]:
    """Return the candidates inside all constraints."""
    return [
        one
        for one in entries
        if all(low <= one.values[name] <= high for name, (low, high) in rule.constraints.items())
    ]


def winner(record: Candidates, rule: Rule) -> tuple[str | None, list[str]]:
    """Return whom the rule chooses, ``None`` for nobody, and who could not be judged.

    Raises
    ------
    Unmeasurable
        If the rule needs a knee and there is none.
    """
    needed = tuple(
        dict.fromkeys(
            [
                *rule.constraints,
                *rule.weights,
                *([rule.objective] if rule.objective else []),
                *(record.directions if rule.type == "knee" else ()),
            ]
        )
    )
    entries, lacking = complete(record, needed)
    inside = allowed(entries, rule)
    if not inside:
        return None, lacking
    match rule.type:
        case "weights":
            names = tuple(rule.weights)
            values = scaled(oriented(record, inside, names)) @ np.array(list(rule.weights.values()))
            chosen = int(np.argmax(values))
        case "knee":
            if len(inside) < 2:
                raise Unmeasurable("a knee needs at least two candidates")
            chosen = knee(oriented(record, inside, tuple(record.directions)))
        case _:
            chosen = int(np.argmax(oriented(record, inside, (rule.objective,))[:, 0]))
    return inside[chosen].id, lacking
