"""What a test claims, and whether the claim can be wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from pytest_mlgate.inputs._code import Code, last_name

Function = ast.FunctionDef | ast.AsyncFunctionDef
_CLAIMS = re.compile(
    r"assert|check|verif|expect|ensure|validate|compar|should|must_|raises|warns|testmod|"
    r"notebook|^(?:fail|skip|deprecated_call|raise_for_status|run_docstring_examples|snapshot)$",
    re.IGNORECASE,
)
"""Names of what makes a test fail."""
_FIXTURES = re.compile(r"snapshot|benchmark|regression|golden|mlgate|approv", re.IGNORECASE)
_SMOKE = re.compile(
    r"smoke|no_(?:error|exception|raise|crash)|(?:not|nt|without)_?(?:raise|fail|crash|throw|error)|"
    r"imports?(?:_|$)|importable|compiles|runs(?:_|$)",
    re.IGNORECASE,
)
"""Names of tests that say that running through is all they ask for."""
_RUNS_THROUGH = re.compile(
    r"smoke|(?:should|must|do(?:es)?|will) ?(?:n't|not) (?:raise|fail|crash|throw|error)|"
    r"(?:no|without)(?: an?)? (?:error|exception|crash)",
    re.IGNORECASE,
)
"""Comments of tests that say so."""
_EQUALITY = re.compile(r"eq|hash|same|ident|reflex|compar", re.IGNORECASE)
_SHALLOW_METHODS = frozenset({"assertIsInstance", "assertIsNotNone"})


def functions_of(code: Code) -> Iterator[Function]:
    """Yield all functions and methods that have a name."""
    yield from code.of(ast.FunctionDef)
    yield from code.of(ast.AsyncFunctionDef)


def tests_of(code: Code) -> Iterator[Function]:
    """Yield the test functions and methods of a file, as pytest and unittest collect them."""
    for function in functions_of(code):
        above = code.parents[function]
        while isinstance(above, ast.If | ast.Try):
            above = code.parents[above]
        in_class = isinstance(above, ast.ClassDef) and _collects(above)
        is_fixture = any("fixture" in ast.unparse(item) for item in function.decorator_list)
        is_collected = isinstance(above, ast.Module) or in_class
        if function.name.startswith("test") and is_collected and not is_fixture:
            yield function


def _collects(found: ast.ClassDef) -> bool:
    return "test" in found.name.lower() or any(
        "test" in last_name(base).lower() for base in found.bases
    )


def claims(function: Function) -> bool:
    """Whether anything in a function, or its name, says that it can make a test fail."""
    if _SMOKE.search(function.name):
        return True
    taken = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    if any(_FIXTURES.search(name) or _CLAIMS.search(name) for name in taken):
        return True
    if any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in taken
        for node in ast.walk(function)
    ):
        return True  # What is handed in may claim anything.
    decorators = (
        last_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
        for decorator in function.decorator_list
    )
    return any(map(_CLAIMS.search, decorators)) or any(map(_is_claim, ast.walk(function)))


def _is_claim(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.Raise():
            return True
        case ast.Call(func=function, keywords=keywords):
            return _CLAIMS.search(last_name(function)) is not None or any(
                keyword.arg == "check" for keyword in keywords
            )
        case ast.withitem(context_expr=ast.Name() | ast.Attribute() as manager):
            return _CLAIMS.search(last_name(manager)) is not None
    return False


def runs_through(text: str) -> bool:
    """Whether the text of a test says that running through is all it asks for."""
    return _RUNS_THROUGH.search(text) is not None


def uses(function: Function) -> list[str]:
    """Return the names of what a function calls and of the fixtures that it takes."""
    called = {last_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    taken = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    named = {
        str(argument.value)
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and last_name(decorator.func) == "usefixtures"
        for argument in decorator.args
        if isinstance(argument, ast.Constant)
    }
    return sorted((called | taken | named) - {"", "self", function.name})


def is_shallow(code: Code, function: Function) -> bool:
    """Whether all that a test claims is that there is something, or of which type it is."""
    seen = False
    for node in ast.walk(function):
        match node:
            case ast.Assert(test=test):
                if not _is_shallow(code, test):
                    return False
                seen = True
            case ast.Call(func=called) if last_name(called) in _SHALLOW_METHODS:
                seen = True
            case _ if _is_claim(node):
                return False
    return seen


def _is_shallow(code: Code, test: ast.expr) -> bool:
    match test:
        case ast.BoolOp(values=values):
            return all(_is_shallow(code, value) for value in values)
        case ast.Call(func=called):
            return code.names.builtin(called) == "isinstance"
        case ast.Compare(ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return True
    return False


def cannot_fail(function: Function) -> Iterator[tuple[ast.expr, str]]:
    """Yield the claims of a test that always hold, and why."""
    if any(_is_giving_up(node) for node in ast.walk(function)):
        return  # The claim marks the branch that must be reached.
    for node in ast.walk(function):
        match node:
            case ast.Assert(test=test) if reason := _always_holds(test):
                yield test, reason
            case ast.Call(func=ast.Attribute(attr="assertTrue"), args=[test, *_]) if (
                reason := _always_holds(test)
            ):
                yield node, reason
            case ast.Call(
                func=ast.Attribute(attr="assertEqual" | "assertEquals"), args=[left, right, *_]
            ) if isinstance(left, ast.Constant) and ast.dump(left) == ast.dump(right):
                yield node, "it compares a constant with itself"
            case ast.Assert(
                test=ast.Compare(
                    left=ast.Name() | ast.Attribute() as left, ops=[ast.Eq()], comparators=[right]
                )
            ) if (
                ast.dump(left) == ast.dump(right)
                and not any(isinstance(part, ast.Call) for part in ast.walk(left))
                and not _EQUALITY.search(function.name)
            ):
                yield left, "it compares a value with itself"


def _is_giving_up(node: ast.AST) -> bool:
    """``assert False`` and ``pytest.fail``."""
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    return isinstance(node, ast.Call) and last_name(node.func) == "fail"


def _always_holds(test: ast.expr) -> str:
    """Say why a condition always holds, an empty text where it may not."""
    match test:
        case ast.Tuple(elts=[_, *_]):
            return "a tuple in brackets is always true (write: assert condition, message)"
        case ast.Constant(value=value) if value:
            return "it is a constant"
        case ast.UnaryOp(op=ast.Not(), operand=ast.Constant(value=value)) if not value:
            return "it is a constant"
        case ast.BoolOp(op=ast.Or(), values=values):
            return next(filter(None, map(_always_holds, values)), "")
        case ast.BoolOp(op=ast.And(), values=values):
            reasons = [_always_holds(value) for value in values]
            return reasons[0] if all(reasons) else ""
        case ast.Compare(left=left, ops=[ast.GtE()], comparators=[right]) if _is_length(left):
            return "no length is below 0" if _is_zero(right) else ""
        case ast.Compare(
            left=ast.Constant() as left, ops=[ast.Eq() | ast.Is()], comparators=[right]
        ):
            same = ast.dump(left) == ast.dump(right)
            return "it compares a constant with itself" if same else ""
    return ""


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) == "len"


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value == 0


def takes_both_outcomes(function: Function) -> Iterator[ast.Try]:
    """Yield the ``try`` statements after which a test is content with success and with an error."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Try) or not node.handlers:
            continue
        succeeds = [*node.body, *node.orelse]
        must_not = any(
            _is_giving_up(inner) or isinstance(inner, ast.Raise) for inner in _all(succeeds)
        )
        caught = any(isinstance(inner, ast.Assert) for inner in _all(node.body))
        claimed = caught or any(isinstance(inner, ast.Assert) for inner in _all(node.orelse))
        if claimed and not must_not and all(_is_content(h, caught=caught) for h in node.handlers):
            yield node


def _is_content(handler: ast.ExceptHandler, *, caught: bool) -> bool:
    """Whether a test passes after this handler; `caught` says that it may see a failed claim."""
    inside = list(_all(handler.body))
    if any(_is_giving_up(node) or isinstance(node, ast.Raise) for node in inside):
        return False
    asserts = any(isinstance(node, ast.Assert) for node in inside)
    broad = handler.type is None or last_name(handler.type) in {"Exception", "AssertionError"}
    return asserts or (caught and broad and isinstance(handler.body[-1], ast.Pass))


def _all(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        yield from ast.walk(statement)


def unreasoned_skips(code: Code) -> Iterator[ast.Attribute | ast.Call]:
    """Yield marks and calls that skip a test or expect it to fail, and do not say why."""
    for node in code.of(ast.Attribute):
        if node.attr not in {"skip", "skipif", "xfail"}:
            continue
        owner = last_name(node.value)
        if owner not in {"mark", "pytest", "unittest"} or not isinstance(
            node.value, ast.Name | ast.Attribute
        ):
            continue
        call = code.parents.get(node)
        if not isinstance(call, ast.Call) or call.func is not node:
            if owner != "pytest":
                yield node
        elif not _has_reason(call, node.attr, owner):
            yield call


def _has_reason(call: ast.Call, name: str, owner: str) -> bool:
    keywords = {keyword.arg for keyword in call.keywords}
    if keywords & {"reason", "msg", None}:
        return True
    # The condition stands before the reason; a condition as text is its own reason.
    first = call.args[0] if call.args else None
    if owner == "mark" and name != "skip":
        return isinstance(first, ast.Constant) and isinstance(first.value, str)
    wanted = 2 if name == "skipif" else 1
    return len(call.args) >= wanted or any(isinstance(a, ast.Starred) for a in call.args)


def module_skips(code: Code) -> Iterator[ast.Call]:
    """Yield the calls that skip a whole file whatever the machine has."""
    for statement in code.tree.body:
        match statement:
            case ast.Expr(value=ast.Call(func=function) as call):
                if code.names.resolve(function) == "pytest.skip":
                    yield call
