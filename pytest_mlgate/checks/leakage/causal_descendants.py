"""No input of the model is an effect of the target."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.dag import Dag
from pytest_mlgate.inputs.feature_names import FeatureNames
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

REMEDY = (
    "Take effects of the target out of the model, and let the graph say how every input comes "
    "about."
)


@check("leakage.causal-descendants", kind=Kind.EVIDENCE)
def causal_descendants(dag: Dag, feature_names: FeatureNames, roles: Roles) -> Verdict:
    """No input of the model is an effect of the target.

    Why
    ---
    What the outcome brings about predicts it very well, and is not there when the model is
    asked.

    Rule
    ----
    In the causal graph

    * ``cycle``: no node is its own cause,
    * ``descendant``: no input of the model is the target or descends from it,
    * ``unknown``: every input of the model is a node.

    The target is `[inputs.roles] target` where the graph has such a node, else the key
    ``target`` of the graph, else its nodes of the role target, else of the role outcome.  The
    graph is taken as it is; whether the data agree with it, and which variables an effect must
    be adjusted for, are other questions.

    Outcomes
    --------
    FAIL: a cycle, an input that descends from the target.  INCONCLUSIVE: an input that is no
    node, a graph without a target, a model whose inputs have no names.  NOT_APPLICABLE: no
    graph, or no names of inputs.  ERROR: the graph cannot be read.

    Remedy
    ------
    Take effects of the target out of the model.

    Source
    ------
    J. Pearl (2009), Causality, 2nd edition, chapter 1.  S. Kaufman, S. Rosset, C. Perlich and
    O. Stitelman (2012), Leakage in data mining, ACM Trans. Knowl. Discov. Data 6(4).
    """
    if dag.cycle:
        return Verdict.of(
            [Finding(message=f"a cycle: {_path(dag.cycle)}", rule="cycle", path=dag.path)],
            passed="",
            remedy="Remove one of these edges, or give the same thing at two times two nodes.",
        )
    names = tuple(dict.fromkeys(feature_names.names))
    if not names:
        raise Unmeasurable("the inputs of the model have no names")
    targets = {roles.target} if roles.target in dag.nodes else dag.targets
    if not targets:
        raise Unmeasurable(f"{dag.path} has no node of the role target, nor a key `target`")
    target = ", ".join(sorted(map(str, targets)))
    return Verdict.of(
        list(_findings(dag, names, frozenset(map(str, targets)))),
        passed=f"none of {len(names)} inputs descends from {target} in {dag.path}, which has no "
        "cycle",
        remedy=REMEDY,
    )


def _findings(dag: Dag, names: tuple[str, ...], targets: frozenset[str]) -> Iterator[Finding]:
    for name in names:
        if name not in dag.nodes:
            yield Finding(
                message=f"the input {name} is no node of {dag.path}",
                outcome=Outcome.INCONCLUSIVE,
                rule="unknown",
                subject=name,
            )
        elif name in targets:
            yield Finding(
                message=f"the model takes {name}, the target itself",
                rule="descendant",
                subject=name,
            )
        else:
            for target in sorted(dag.ancestors(name) & targets):
                yield Finding(
                    message=f"the input {name} descends from {target}: "
                    f"{_path(dag.chain(target, name))}",
                    rule="descendant",
                    subject=name,
                    anchor=f"{target} {name}",
                )


def _path(names: tuple[str, ...]) -> str:
    if len(names) > 8:
        names = (*names[:4], "...", *names[-3:])
    return " -> ".join(names)
