"""Unseeded generators: the global ones, new ones, and those of torch and TensorFlow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from pytest_mlgate.checks.reproducibility._hits import Hit, words
from pytest_mlgate.inputs._code import Code, argument, has_unknown_arguments, is_none, last_name
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source

_RANDOM = words(
    "betavariate binomialvariate choice choices expovariate gammavariate gauss getrandbits "
    "lognormvariate normalvariate paretovariate randbytes randint random randrange sample shuffle "
    "triangular uniform vonmisesvariate weibullvariate"
)
_NUMPY = words(
    "beta binomial bytes chisquare choice dirichlet exponential f gamma geometric gumbel "
    "hypergeometric laplace logistic lognormal logseries multinomial multivariate_normal "
    "negative_binomial noncentral_chisquare noncentral_f normal pareto permutation poisson power "
    "rand randint randn random random_integers random_sample ranf rayleigh sample shuffle "
    "standard_cauchy standard_exponential standard_gamma standard_normal standard_t triangular "
    "uniform vonmises wald weibull zipf"
)
_SEEDERS = {"random.seed": {"random"}, "numpy.random.seed": {"numpy"}}
_SEED_HELPER = re.compile(
    r"(?:re)?(?:set|setup|fix|init\w*|apply|configure)_?(?:\w+_)?seeds?(?:_\w+)?|random_seeds?"
    r"|seed_(?:all|every\w*|torch|numpy|worker)|enable_full_determinism",
    re.IGNORECASE,
)
_SEED = re.compile("seed|full_determinism", re.IGNORECASE)
_NEW_GENERATORS = {
    "numpy.random.default_rng": "seed",
    "numpy.random.RandomState": "seed",
    "numpy.random.SeedSequence": "entropy",
    "numpy.random.PCG64": "seed",
    "numpy.random.PCG64DXSM": "seed",
    "numpy.random.MT19937": "seed",
    "numpy.random.Philox": "seed",
    "numpy.random.SFC64": "seed",
    "random.Random": "x",
}
_MODE = re.compile("determinis|CUBLAS_WORKSPACE_CONFIG")
_LIBRARIES = ("torch", "tensorflow")
_CLOCKS = frozenset(
    {"time.time", "time.time_ns", "datetime.datetime.now", "os.urandom", "os.getpid"}
)


def seeded(code: Code) -> frozenset[str]:
    """Return which global generators a file seeds: ``"random"``, ``"numpy"``."""
    found: set[str] = set()
    for call in code.calls:
        name = code.names.resolve(call.func)
        if name in _SEEDERS:
            value = argument(call, "a" if name == "random.seed" else "seed", 0)
            if value is not None and not is_none(value) and not _from_clock(code, value):
                found |= _SEEDERS[name]
        elif _SEED_HELPER.fullmatch(last_name(call.func)) and not _seeds_only_tensorflow(name):
            found |= {"random", "numpy"}
    return frozenset(found)


def _seeds_only_tensorflow(name: str) -> bool:
    """Whether it is a function of TensorFlow; that of Keras seeds the others, too."""
    return name.startswith("tensorflow.") and ".keras." not in name


def seeded_by(sources: Iterable[Source]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the global generators that training code seeds, and those that other scripts seed.

    A file that does not say seed seeds none, and is not parsed.
    """
    by_training: frozenset[str] = frozenset()
    by_scripts: frozenset[str] = frozenset()
    for source in sources:
        if source.role is Role.TEST or not _SEED.search(source.text):
            continue
        if source.role is Role.TRAIN:
            by_training |= seeded(source.code)
        elif is_script(source.code):
            by_scripts |= seeded(source.code)
    return by_training, by_scripts


def is_script(code: Code) -> bool:
    """Whether the file has a part that runs only when it is started itself."""
    return any(
        isinstance(statement, ast.If)
        and any(isinstance(n, ast.Name) and n.id == "__name__" for n in ast.walk(statement.test))
        for statement in code.tree.body
    )


def global_draws(code: Code, seeds: frozenset[str]) -> Iterator[Hit]:
    """Yield N1: draws from a global generator that nothing seeds."""
    for call in code.calls:
        module, _, function = code.names.resolve(call.func).rpartition(".")
        if module == "random" and function in _RANDOM and "random" not in seeds:
            yield _global_draw(call, f"random.{function}()", "random.seed(...)")
        elif module == "numpy.random" and function in _NUMPY and "numpy" not in seeds:
            yield _global_draw(call, f"numpy.random.{function}()", "numpy.random.seed(...)")


def _global_draw(call: ast.Call, what: str, seed: str) -> Hit:
    return Hit(
        call,
        "N1",
        f"{what} draws from the global generator, and neither this file nor a training script "
        "seeds it",
        f"Draw from a local generator such as numpy.random.default_rng(seed), or call {seed} in "
        "the entry point.",
    )


def unseeded_generators(code: Code) -> Iterator[Hit]:
    """Yield N2: new generators without a seed."""
    for call in code.calls:
        name = code.names.resolve(call.func)
        if name in _NEW_GENERATORS and not has_unknown_arguments(call):
            value = argument(call, _NEW_GENERATORS[name], 0)
            if value is not None and not is_none(value) and not _from_clock(code, value):
                continue
            # Generator(PCG64()) is one mistake, reported where the seed belongs.
            yield Hit(
                call,
                "N2",
                f"{name}() is made without a fixed seed, so every run draws differently",
                "Give it a seed that comes from the configuration.",
            )
        elif name == "torch.Generator" and not _seeded_later(code, call):
            yield Hit(
                call,
                "N2",
                "torch.Generator() is made without a seed",
                "Call .manual_seed(seed) on it.",
            )


def _from_clock(code: Code, value: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Call) and code.names.resolve(part.func) in _CLOCKS
        for part in ast.walk(value)
    )


def _seeded_later(code: Code, call: ast.Call) -> bool:
    parent = code.parents.get(call)
    if isinstance(parent, ast.Attribute):
        return parent.attr == "manual_seed"
    if not isinstance(parent, (ast.Assign, ast.AnnAssign)):
        return False
    targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
    names = {ast.unparse(target) for target in targets}
    return any(
        isinstance(other.func, ast.Attribute)
        and other.func.attr in {"manual_seed", "set_state"}
        and ast.unparse(other.func.value) in names
        for other in code.of(ast.Call)
        if last_name(other.func) in {"manual_seed", "set_state"}
    )


def shuffling_loaders(code: Code) -> Iterator[Hit]:
    """Yield N4 (first half): a torch DataLoader that shuffles without a generator."""
    if not code.names.imports("torch"):
        return
    for call in code.calls:
        if code.names.resolve(call.func) != "torch.utils.data.DataLoader":
            continue
        shuffle = argument(call, "shuffle", 2)
        shuffles = isinstance(shuffle, ast.Constant) and shuffle.value is True
        generator = argument(call, "generator")
        unset = generator is None or is_none(generator)
        if shuffles and unset and not has_unknown_arguments(call):
            yield Hit(
                call,
                "N4",
                "DataLoader(shuffle=True) has no generator, so its order depends on every draw "
                "made before it",
                "Pass generator=torch.Generator().manual_seed(seed).",
            )


def needs_flags(source: Source) -> bool:
    """Whether a file uses a library that has a deterministic mode."""
    return source.code.names.imports(*_LIBRARIES)


def determinism_flags(sources: Iterable[Source]) -> Iterator[tuple[Source, Hit]]:
    """Yield N4 (second half): torch or TensorFlow without their deterministic mode.

    The flag is process-wide, so it is looked for in all files and missed once, in the
    first file (training code first) that imports the library.
    """
    order = (Role.TRAIN, Role.FEATURE, Role.PIPELINE, Role.OTHER)
    judged = sorted((s for s in sources if s.role in order), key=lambda s: order.index(s.role))
    torch, tensorflow = (_first_user(library, judged) for library in _LIBRARIES)
    setters = [s.code for s in judged if _MODE.search(s.text)] if torch or tensorflow else []
    if torch:
        flag = any(map(_sets_torch_flag, setters))
        workspace = any(_mentions(code, "CUBLAS_WORKSPACE_CONFIG") for code in setters)
        if not any(map(_sets_everything, setters)) and not (flag and workspace):
            yield torch, _torch_hit(torch, flag=flag)
    if tensorflow and not any(_calls(code, "enable_op_determinism") for code in setters):
        node = tensorflow.code.names.import_of("tensorflow")
        if isinstance(node, ast.stmt):
            yield (
                tensorflow,
                Hit(
                    node,
                    "N4",
                    "TensorFlow is used, and nothing calls tf.config.experimental."
                    "enable_op_determinism()",
                    "Call it after tf.keras.utils.set_random_seed(seed), before any operation.",
                ),
            )


def _first_user(library: str, sources: Iterable[Source]) -> Source | None:
    """Return the first file that imports a library; one that does not name it is not parsed."""
    naming = (source for source in sources if library in source.text)
    return next((source for source in naming if source.code.names.imports(library)), None)


def _torch_hit(source: Source, *, flag: bool) -> Hit:
    node = source.code.names.import_of("torch")
    assert isinstance(node, ast.stmt)
    if flag:
        return Hit(
            node,
            "N4",
            "CUBLAS_WORKSPACE_CONFIG is set nowhere in the code, so deterministic mode raises an "
            "error on a CUDA device",
            "Set CUBLAS_WORKSPACE_CONFIG=:4096:8 before torch starts, or waive this if the "
            "environment sets it.",
            warn=True,
        )
    return Hit(
        node,
        "N4",
        "torch is used, and nothing calls torch.use_deterministic_algorithms(True)",
        "Call it in the entry point, and set CUBLAS_WORKSPACE_CONFIG=:4096:8 before torch starts.",
    )


def _sets_torch_flag(code: Code) -> bool:
    for call in code.calls:
        if last_name(call.func) == "use_deterministic_algorithms":
            mode = argument(call, "mode", 0)
            if not (isinstance(mode, ast.Constant) and mode.value is False):
                return True
    return False


def _sets_everything(code: Code) -> bool:
    """Whether a trainer's own switch sets the flag and the workspace."""
    if _calls(code, "enable_full_determinism"):
        return True
    return any(
        keyword.arg in {"deterministic", "full_determinism"}
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for call in code.calls
        if last_name(call.func) in {"Trainer", "TrainingArguments", "Seq2SeqTrainingArguments"}
        for keyword in call.keywords
    )


def _calls(code: Code, name: str) -> bool:
    return any(last_name(call.func) == name for call in code.calls)


def _mentions(code: Code, text: str) -> bool:
    return any(constant.value == text for constant in code.of(ast.Constant))
