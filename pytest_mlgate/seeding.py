"""Seeding every global random generator for the time of a block."""

from __future__ import annotations

import importlib
import operator
import os
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from pytest_mlgate._hash_seed import AT_START as _HASH_SEED_AT_START

LARGEST_SEED = 2**32 - 1
"""numpy's legacy generator takes no more."""


@dataclass(frozen=True)
class Seeded:
    """What a block was seeded with.

    Parameters
    ----------
    seed:
        The seed.
    libraries:
        What was seeded, such as ``("random", "numpy")``.
    switches:
        Deterministic switches that were turned on, by name.
    not_restored:
        What cannot be set back at the end of the block.
    hash_seed:
        PYTHONHASHSEED at the start of the process, ``None`` when strings hash at random.
    """

    seed: int
    libraries: tuple[str, ...]
    switches: tuple[str, ...]
    not_restored: tuple[str, ...]
    hash_seed: str | None

    @property
    def ok(self) -> bool:
        """Whether string hashing is fixed as well, so that sets iterate in the same order."""
        return self.hash_seed is not None

    @property
    def evidence(self) -> Mapping[str, object]:
        """Everything as a plain mapping, ready to be logged with a run."""
        return {
            "seed": self.seed,
            "libraries": list(self.libraries),
            "switches": list(self.switches),
            "not_restored": list(self.not_restored),
            "PYTHONHASHSEED": self.hash_seed,
        }


@contextmanager
def seeded(
    seed: int, *, deterministic: bool = True, libraries: Collection[str] = ()
) -> Iterator[Seeded]:
    """Seed all global random generators, and put them back afterwards.

    Seeded are ``random`` and, of numpy (its legacy global generator), PyTorch and
    TensorFlow, those that are imported already or named in `libraries`.  Generators that
    code makes for itself, such as ``numpy.random.default_rng()``, are out of reach: give
    them a seed of their own.

    Parameters
    ----------
    seed:
        From 0 to 2**32 - 1.
    deterministic:
        Also turn on the deterministic kernels of PyTorch and TensorFlow.  TensorFlow
        cannot turn them off again, which the result says in ``not_restored``.
    libraries:
        Libraries to import first if need be: ``numpy``, ``torch``, ``tensorflow``.

    Yields
    ------
    Seeded
        What was seeded and how.

    Warns
    -----
    UserWarning
        If PYTHONHASHSEED was not set when Python started, and if one of the libraries was
        first imported inside the block and so was not seeded.

    Raises
    ------
    ValueError
        For a seed out of range or an unknown library.
    ModuleNotFoundError
        If a library named in `libraries` is not installed.
    """
    seed = _valid(seed)
    for name in libraries:
        if name not in _SEEDERS:
            raise ValueError(f"cannot seed {name!r}; known are {', '.join(sorted(_SEEDERS))}")
        importlib.import_module(name)
    hash_seed = _hash_seed()
    if hash_seed is None:
        warnings.warn(
            "PYTHONHASHSEED was not set when Python started: hash() of strings and the order of "
            "sets differ from run to run; set it in the environment, as in PYTHONHASHSEED=0 pytest",
            UserWarning,
            stacklevel=3,
        )
    with ExitStack() as restore:
        names = [name for name in _SEEDERS if name == "random" or name in sys.modules]
        switches: list[str] = []
        not_restored: list[str] = []
        for name in names:
            found = _SEEDERS[name](seed, deterministic, restore)
            switches += found.switches
            not_restored += found.not_restored
        yield Seeded(seed, tuple(names), tuple(switches), tuple(not_restored), hash_seed)
        late = [name for name in _SEEDERS if name in sys.modules and name not in names]
        if late:
            warnings.warn(
                f"{', '.join(late)} was first imported inside the seeded block and is not seeded: "
                "import it before, or name it in libraries=",
                UserWarning,
                stacklevel=3,
            )


@dataclass(frozen=True)
class _Effect:
    switches: tuple[str, ...] = ()
    not_restored: tuple[str, ...] = ()


def _valid(seed: int) -> int:
    try:
        if isinstance(seed, bool):
            raise TypeError
        number = operator.index(seed)
    except TypeError:
        raise ValueError(f"seed {seed!r} is not an integer") from None
    if not 0 <= number <= LARGEST_SEED:
        raise ValueError(f"seed {number} is outside 0 to {LARGEST_SEED} (2**32 - 1)")
    return number


def _hash_seed() -> str | None:
    if not sys.flags.hash_randomization:
        return "0"
    if sys.flags.ignore_environment or _HASH_SEED_AT_START in {None, "", "random"}:
        return None
    return _HASH_SEED_AT_START


def _seed_random(seed: int, _deterministic: bool, restore: ExitStack) -> _Effect:
    import random

    restore.callback(random.setstate, random.getstate())
    random.seed(seed)
    return _Effect()


def _seed_numpy(seed: int, _deterministic: bool, restore: ExitStack) -> _Effect:
    random = importlib.import_module("numpy.random")
    restore.callback(random.set_state, random.get_state())
    random.seed(seed)
    return _Effect()


def _seed_torch(seed: int, deterministic: bool, restore: ExitStack) -> _Effect:
    torch: Any = importlib.import_module("torch")
    restore.callback(torch.set_rng_state, torch.get_rng_state())
    if torch.cuda.is_available():
        restore.callback(torch.cuda.set_rng_state_all, torch.cuda.get_rng_state_all())
    torch.manual_seed(seed)
    if not deterministic:
        return _Effect()
    switches = ["torch.use_deterministic_algorithms"]
    # cuBLAS reads this when it starts, so it has to be there before the first kernel.
    if "CUBLAS_WORKSPACE_CONFIG" not in os.environ:
        os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
        restore.callback(os.environ.pop, "CUBLAS_WORKSPACE_CONFIG", None)
        switches.append("CUBLAS_WORKSPACE_CONFIG")
    restore.callback(
        torch.use_deterministic_algorithms,
        torch.are_deterministic_algorithms_enabled(),
        warn_only=torch.is_deterministic_algorithms_warn_only_enabled(),
    )
    torch.use_deterministic_algorithms(True)
    cudnn = torch.backends.cudnn
    for name, value in (("deterministic", True), ("benchmark", False)):
        restore.callback(setattr, cudnn, name, getattr(cudnn, name))
        setattr(cudnn, name, value)
        switches.append(f"torch.backends.cudnn.{name}")
    return _Effect(tuple(switches))


def _seed_tensorflow(seed: int, deterministic: bool, _restore: ExitStack) -> _Effect:
    tensorflow: Any = importlib.import_module("tensorflow")
    tensorflow.random.set_seed(seed)
    if not deterministic:
        return _Effect(not_restored=("tensorflow seed",))
    tensorflow.config.experimental.enable_op_determinism()
    name = "tensorflow.config.experimental.enable_op_determinism"
    return _Effect((name,), ("tensorflow seed", name))


_SEEDERS: Mapping[str, Callable[[int, bool, ExitStack], _Effect]] = {
    "random": _seed_random,
    "numpy": _seed_numpy,
    "torch": _seed_torch,
    "tensorflow": _seed_tensorflow,
}
