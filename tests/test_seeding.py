from __future__ import annotations

import os
import random
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pytest_mlgate import seeding
from pytest_mlgate.seeding import seeded


@pytest.fixture(autouse=True)
def fixed_hash_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence the warning about PYTHONHASHSEED where it is not the topic."""
    monkeypatch.setattr(seeding, "_HASH_SEED_AT_START", "1")


def test_same_seed_same_numbers() -> None:
    def draw() -> tuple[float, float]:
        with seeded(7):
            return random.random(), float(np.random.random())

    assert draw() == draw()
    with seeded(8):
        assert random.random() != draw()[0]


def test_former_state_is_restored() -> None:
    random.seed(1)
    np.random.seed(1)
    expected = [random.random() for _ in range(2)], np.random.random(2).tolist()
    random.seed(1)
    np.random.seed(1)
    first = random.random(), np.random.random()
    with seeded(7):
        random.random()
        np.random.random()
    assert ([first[0], random.random()], [first[1], np.random.random()]) == expected


def test_state_is_restored_after_an_exception() -> None:
    before = random.getstate()

    def run() -> None:
        with seeded(7):
            random.random()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert random.getstate() == before


def test_blocks_nest() -> None:
    with seeded(1):
        outer = random.random()
        with seeded(2):
            random.random()
        after = random.random()
    with seeded(1):
        assert [random.random(), random.random()] == [outer, after]


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, np.int64(5)])
def test_accepted_seeds(seed: int) -> None:
    with seeded(seed) as result:
        assert result.seed == int(seed)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", None, True])
def test_refused_seeds(seed: Any) -> None:
    with pytest.raises(ValueError, match="seed"), seeded(seed):
        pass


def test_result_says_what_was_seeded() -> None:
    with seeded(3) as result:
        pass
    assert result.libraries[:2] == ("random", "numpy")
    assert result.ok
    assert result.evidence["PYTHONHASHSEED"] == "1"
    assert result.evidence["seed"] == 3


def test_unknown_and_missing_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="cannot seed 'jax'"), seeded(1, libraries=["jax"]):
        pass
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModuleNotFoundError), seeded(1, libraries=["torch"]):
        pass


@pytest.mark.parametrize("value", [None, "", "random"])
def test_unset_hash_seed_warns(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.setattr(seeding, "_HASH_SEED_AT_START", value)
    if not sys.flags.hash_randomization:
        pytest.skip("this run has PYTHONHASHSEED=0")
    with pytest.warns(UserWarning, match="PYTHONHASHSEED was not set") as record, seeded(1) as done:
        pass
    assert not done.ok
    assert record[0].filename == __file__


CHILD = """
import os, sys, warnings
from pytest_mlgate.seeding import seeded
os.environ["PYTHONHASHSEED"] = "5"  # too late: reaches children only
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    with seeded(1) as result:
        pass
print(result.hash_seed, len(caught), *result.libraries, "numpy" in sys.modules)
"""


@pytest.mark.parametrize(
    ("at_start", "expected"),
    [
        (None, "None 1 random False"),
        ("42", "42 0 random False"),
        ("0", "0 0 random False"),
        ("random", "None 1 random False"),
    ],
)
def test_hash_seed_of_a_fresh_process(at_start: str | None, expected: str) -> None:
    env = {k: v for k, v in os.environ.items() if k != "PYTHONHASHSEED"}
    env |= {"PYTHONHASHSEED": at_start} if at_start is not None else {}
    done = subprocess.run(
        [sys.executable, "-c", CHILD], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == expected


LATE = """
import warnings
from pytest_mlgate.seeding import seeded
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    with seeded(1{argument}) as result:
        import numpy
print(*(w.message for w in caught), *result.libraries)
"""


@pytest.mark.parametrize(
    ("argument", "expected"),
    [("", "numpy was first imported inside"), (", libraries=['numpy']", "random numpy")],
)
def test_library_imported_inside_the_block(argument: str, expected: str) -> None:
    env = os.environ | {"PYTHONHASHSEED": "1"}
    code = LATE.format(argument=argument)
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(expected)


class FakeTorch(SimpleNamespace):
    """The few calls of PyTorch that seeding needs, with their state."""

    def __init__(self) -> None:
        super().__init__(rng="old", gpu=["old"], algorithms=(False, False))
        self.cuda = SimpleNamespace(
            is_available=lambda: True,
            get_rng_state_all=lambda: list(self.gpu),
            set_rng_state_all=lambda state: setattr(self, "gpu", state),
        )
        cudnn = SimpleNamespace(deterministic=False, benchmark=True)
        self.backends = SimpleNamespace(cudnn=cudnn)

    def get_rng_state(self) -> str:
        return self.rng

    def set_rng_state(self, state: str) -> None:
        self.rng = state

    def manual_seed(self, seed: int) -> None:
        self.rng, self.gpu = f"seed {seed}", [f"seed {seed}"]

    def use_deterministic_algorithms(self, mode: bool, *, warn_only: bool = False) -> None:
        self.algorithms = (mode, warn_only)

    def are_deterministic_algorithms_enabled(self) -> bool:
        return self.algorithms[0]

    def is_deterministic_algorithms_warn_only_enabled(self) -> bool:
        return self.algorithms[1]


def test_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = FakeTorch()
    torch.algorithms = (True, True)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG", raising=False)
    with seeded(7) as result:
        assert (torch.rng, torch.gpu, torch.algorithms) == ("seed 7", ["seed 7"], (True, False))
        assert (torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark) == (True, False)
        assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"
    assert (torch.rng, torch.gpu, torch.algorithms) == ("old", ["old"], (True, True))
    assert (torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark) == (False, True)
    assert "CUBLAS_WORKSPACE_CONFIG" not in os.environ
    assert "torch.use_deterministic_algorithms" in result.switches
    assert result.not_restored == ()


def test_torch_without_deterministic_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = FakeTorch()
    monkeypatch.setitem(sys.modules, "torch", torch)
    with seeded(7, deterministic=False) as result:
        assert (torch.rng, torch.algorithms) == ("seed 7", (False, False))
    assert result.switches == ()


def test_own_workspace_setting_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", FakeTorch())
    monkeypatch.setenv("CUBLAS_WORKSPACE_CONFIG", ":16:8")
    with seeded(7):
        assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":16:8"
    assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":16:8"


@pytest.mark.parametrize("deterministic", [True, False])
def test_tensorflow_says_what_stays(monkeypatch: pytest.MonkeyPatch, deterministic: bool) -> None:
    calls: list[object] = []
    experimental = SimpleNamespace(enable_op_determinism=lambda: calls.append("determinism"))
    tensorflow = SimpleNamespace(
        random=SimpleNamespace(set_seed=calls.append),
        config=SimpleNamespace(experimental=experimental),
    )
    monkeypatch.setitem(sys.modules, "tensorflow", tensorflow)
    with seeded(7, deterministic=deterministic) as result:
        pass
    assert calls == ([7, "determinism"] if deterministic else [7])
    assert "tensorflow seed" in result.not_restored
