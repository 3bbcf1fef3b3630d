"""Questions about a whole file that its scores depend on."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator

from pytest_mlgate.checks.leakage._flow.tables import (
    CROSS_VALIDATIONS,
    METRICS,
    side_of_name,
    side_of_text,
)

_JUDGES = re.compile(
    r"scor|accura|evaluat|metric|_error|auc|\bloss|r2|rmse|mae|rsquared|silhouette|"
    r"cross_val|validat|curve|oob|kfold|searchcv|backtest|confusion|_report",
    re.IGNORECASE,
)
"""Names of what judges a model, perhaps on other rows than those of its training."""
_DECIDES = re.compile(r"oob_score|validation_|eval_set|evals|^cv$|cv_results_|best_score_")
_CAPTIONS = frozenset({"legend", "title", "xlabel", "ylabel", "suptitle", "print"})
_OF_TRAINING = re.compile(r"train|in.?sample|resubstitution|goodness", re.IGNORECASE)
_TEST_DATA = re.compile(r"[xy]_?te|test_?[xyd]|df_?te", re.IGNORECASE)


def keeps_a_test_part(tree: ast.Module) -> bool:
    """Whether a file has something that is called a test part, however it uses it."""
    captions: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _CAPTIONS:
                captions.update(map(id, ast.walk(node)))
                continue
            case ast.keyword(arg="label" | "name", value=ast.Constant() as caption):
                captions.add(id(caption))
                continue
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                said = side_of_name(name)
            case ast.Attribute(attr=name) | ast.alias(name=name) if _TEST_DATA.match(name):
                said = side_of_name(name)
            case ast.Constant(value=str(text)) if id(node) not in captions and len(text) < 200:
                said = side_of_text(text) if " " not in text.strip() else ""
                said = "test" if "submission" in text else said  # of a competition
            case _:
                continue
        if said == "test":
            return True
    return False


def scores_nothing_else(tree: ast.Module, known: Container[ast.expr]) -> bool:
    """Whether every call that may judge a model is one of those that are known."""
    defined = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    return not any(True for _ in _judging_names(tree, known, defined))


def declared(tree: ast.Module, scores: Container[ast.expr]) -> set[ast.expr]:
    """Return the scores of which the statement around them says that they are of the training."""
    found: set[ast.expr] = set()
    bound: dict[str, set[ast.expr]] = {}
    for statement in ast.walk(tree):
        if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)):
            continue
        parts = list(ast.walk(statement))
        here = {part for part in parts if isinstance(part, ast.expr) and part in scores}
        for part in parts:
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and here:
                bound.setdefault(part.id, set()).update(here)
            elif isinstance(part, ast.Name) and not here:
                here |= bound.get(part.id, set())  # shown under a name, right after
        if here and any(map(_says_training, parts)):
            found |= here
    return found


def _says_training(part: ast.AST) -> bool:
    match part:
        case ast.Name(id=said, ctx=ast.Store()) | ast.Constant(value=str(said)):
            return bool(_OF_TRAINING.search(said))
    return False


def _judging_names(
    tree: ast.Module, known: Container[ast.expr], defined: Container[str]
) -> Iterator[str]:
    """Yield the names of calls, arguments and attributes that judge, but for the known ones."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if node in known or name in defined:
                continue
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if node not in known:
                if METRICS.fullmatch(name) or name in CROSS_VALIDATIONS or _JUDGES.search(name):
                    yield name
            case ast.keyword(arg=str(name)) | ast.Attribute(attr=name) if _DECIDES.search(name):
                yield name
