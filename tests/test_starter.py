from __future__ import annotations

import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from pytest_mlgate import holdings
from pytest_mlgate.config.locate import Document, find
from pytest_mlgate.config.settings import load
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.registry import Kind, Registry, check, provides
from pytest_mlgate.starter import starter_config
from pytest_mlgate.verdict import Verdict
from support import commit, link, write
from support import registry as built_in


def registry(*paths: str) -> Registry:
    @provides
    def repo() -> SimpleNamespace:
        """Provide the tracked files."""
        return SimpleNamespace(files=paths)

    @provides
    def predictions(*, path: str | None = None) -> str:
        """Provide rows."""
        if path is None:
            raise InputAbsent("none")
        return path

    @provides
    def ledger(*, path: str | None = None) -> str:
        """Provide a ledger that is there."""
        return "ledger.jsonl"

    @check("data.rows")
    def rows(*, least: int = 1) -> Verdict:
        """Count the rows.

        More words.
        """
        raise NotImplementedError

    @check("data.ledger", kind=Kind.EVIDENCE)
    def ledger_check(ledger: str) -> Verdict:
        """Read the ledger."""
        raise NotImplementedError

    @check("fairness.ratio", kind=Kind.CONFIG)
    def ratio(predictions: str, *, floor: float = 0.8) -> Verdict:
        """Compare rates."""
        raise NotImplementedError

    return Registry.of([ratio, rows, ledger_check], [repo, predictions, ledger])


def starter(root: Path, *paths: str) -> str:
    return starter_config(root, registry(*paths))


def test_the_whole_file(tmp_path: Path) -> None:
    write(tmp_path, {"out/predictions.csv": "row_id\n"})
    assert (
        starter(tmp_path, "train.py", "README.md", "src/features.py", "tests/test_a.py")
        == r"""
# The gate of this project.  It runs as it stands:
#   pytest --mlgate-only             the gate alone; pytest --mlgate runs your tests as well
#   pytest --mlgate-explain CHECK    why a check exists, its settings, and what to do

# Where the project stands: exploration only warns; development, staging and production block.
phase = "development"

# More findings than can be mended today?  Take the # away, run pytest --mlgate-update, and
# commit both files: what is there now is accepted, and only what is new fails.
# baseline = "mlgate-baseline.json"

# What the source files are for; checks are stricter with training and feature code.
[paths]
train = ["train.py"]
feature = ["src/features.py"]
# serve = ["src/serve/**"]
# pipeline = ["src/pipeline/**"]

# What was found here.  A check that is named demands its evidence: it fails when the
# file goes missing.
# Checks from the list below that can look at it: fairness.ratio
[inputs.predictions]
path = "out/predictions.csv"
[data.ledger]  # Read the ledger.

# 1 checks run without being named; a section changes one of them:
# [data.rows]
# severity = "warn"  # or "off"
# data: rows

# Take a # away where the evidence is there, or will be.
# fairness:
# [fairness.ratio]  # Compare rates.
""".removeprefix("\n")
    )


def uncomment(text: str) -> str:
    """Bring in every section and key that the file offers as a comment."""
    offers = ("# [", "# baseline =", "# serve =", "# pipeline =", "# severity =")
    return "\n".join(line[2:] if line.startswith(offers) else line for line in text.splitlines())


def test_what_it_offers_can_be_uncommented(tmp_path: Path) -> None:
    known = registry("train.py")
    text = uncomment(starter_config(tmp_path, known))
    config = load(Document(tmp_path / "mlgate.toml", text, tomllib.loads(text)), known)
    assert config.settings.baseline == "mlgate-baseline.json"
    assert set(config.checks) == {"data.rows", "data.ledger", "fairness.ratio"}
    assert config.roles[Role.SERVE] == ("src/serve/**",)


def test_the_offer_of_the_built_in_checks_can_be_uncommented(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "", "app.py": ""})
    commit(tmp_path)
    known = built_in()
    text = starter_config(tmp_path, known)
    offered = uncomment(text)
    config = load(Document(tmp_path / "mlgate.toml", offered, tomllib.loads(offered)), known)
    demanding = {one.id for one in known if one.kind is not Kind.ZERO_CONFIG}
    assert demanding == set(config.checks) - {"data.large-files"}
    assert config.roles[Role.TRAIN] == ("train.py",)
    assert all(one.name in text for one in known)
    assert len(text.splitlines()) < 120


def test_the_file_as_written_is_a_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"mlgate.toml": starter(tmp_path, "train.py")})
    document = find(tmp_path)
    assert document is not None
    assert set(load(document, registry()).checks) == {"data.ledger"}


@pytest.mark.parametrize(
    "path",
    ["train.py", 'train "x".py', "train\\u0041.py", "train_\\.py", "train\n.py", "train\x1b[2K.py",
     "train 🎲.py", "train\U000e0001.py", "train[1].py", "train*.py", "train?.py",
     "train_\udcff.py"],
)  # fmt: skip
def test_any_file_name_is_found_again(tmp_path: Path, path: str) -> None:
    text = starter(tmp_path, path)
    text.encode()
    assert "\x1b" not in text
    (glob,) = tomllib.loads(text)["paths"]["train"]
    only = Project(tmp_path, dict.fromkeys(Role, ()) | {Role.TRAIN: (glob,)})
    assert only.role_of(path) is Role.TRAIN


def test_many_files_are_left_to_their_names(tmp_path: Path) -> None:
    text = starter(tmp_path, *(f'train_{n} "q"\n.py' for n in range(9)))
    assert '# train: 9 files by the usual names, such as train_0 \\"q\\"\\U0000000a.py\n' in text
    assert tomllib.loads(text)["paths"] == {}
    eight = starter(tmp_path, *(f"train_{n}.py" for n in range(8)))
    assert len(tomllib.loads(eight)["paths"]["train"]) == 8


def test_without_git_files_are_listed_too(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": ""})
    paths = tomllib.loads(starter_config(tmp_path, built_in()))["paths"]
    assert paths == {"train": ["train.py"]}


def test_without_a_list_of_files_none_is_named(tmp_path: Path) -> None:
    @provides
    def repo() -> SimpleNamespace:
        """Provide nothing."""
        raise InputAbsent("no repository")

    text = starter_config(tmp_path, Registry.of([], [repo]))
    assert tomllib.loads(text) == {"phase": "development", "paths": {}}


ROWS = "row_id,y_true,y_pred\na,0,0\nb,1,1\n"


def inputs(root: Path) -> dict[str, tuple[dict[str, str], str]]:
    held = holdings.inputs_held(Project(root), built_in())
    return {one.name: (dict(one.settings), one.why_not) for one in held}


def test_predictions_are_found_where_they_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"deep/er/predictions.csv": ROWS, "out/predictions.csv": ROWS,
                     ".venv/predictions.csv": ROWS, "env/pyvenv.cfg": "",
                     "env/predictions.csv": ROWS,
                     "champion_predictions.json": "{]"})  # fmt: skip
    found = inputs(tmp_path)
    assert found["predictions"] == ({"path": "out/predictions.csv"}, "")
    settings, why_not = found["champion_predictions"]
    assert settings == {"path": "champion_predictions.json"}
    assert "expected" in why_not
    text = starter_config(tmp_path, built_in())
    assert set(tomllib.loads(text)["inputs"]) == {"predictions"}
    assert "# Not usable yet: " in text
    assert '# [inputs.champion-predictions]\n# path = "champion_predictions.json"\n' in text


def test_parts_are_found_together(tmp_path: Path) -> None:
    write(tmp_path, {"train.csv": "x\n1\n", "data/validation.csv": "x,y\n5,6\n",
                     "data/train.csv": "x,y\n1,2\n", "data/test.csv": "x,y\n3,4\n"})  # fmt: skip
    found = inputs(tmp_path)
    assert found["train"] == ({"path": "data/train.csv"}, "")
    assert found["test"] == ({"path": "data/test.csv"}, "")
    assert found["validation"] == ({"path": "data/validation.csv"}, "")


def test_large_tables_are_offered_and_not_tried(tmp_path: Path) -> None:
    write(tmp_path, {"data/train.csv": "x\n1\n", "data/test.csv": "x\n1\n"})
    with (tmp_path / "data/train.csv").open("r+b") as stream:
        stream.truncate(holdings.LARGEST + 1)
    assert inputs(tmp_path)["train"][1] == "more than 64 MiB"


def test_a_file_outside_is_not_used(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {"README.md": ""})
    write(tmp_path, {"rows.csv": ROWS})
    link(project / "predictions.csv", tmp_path / "rows.csv")
    assert "leaves the project root" in inputs(project)["predictions"][1]


def test_an_image_scan_is_tried(tmp_path: Path) -> None:
    write(tmp_path, {"reports/trivy.json": json.dumps({"a": 1})})
    settings, why_not = inputs(tmp_path)["image_scan"]
    assert settings == {"path": "reports/trivy.json"}
    assert why_not


def experiments(path: Path, *names: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table experiments (name, lifecycle_stage, last_update_time)")
        database.executemany(
            "insert into experiments values (?, 'active', 1)", [(name,) for name in names]
        )


def test_the_experiments_of_a_database(tmp_path: Path) -> None:
    experiments(tmp_path / "mlflow.db", "Default", "loans", 'cars "x"')
    settings, why_not = inputs(tmp_path)["run"]
    assert settings == {"uri": "sqlite:///mlflow.db", "experiment": "loans"}
    assert why_not == 'the experiments are loans, cars "x"'
    assert "inputs" not in tomllib.loads(starter_config(tmp_path, built_in()))


@pytest.mark.parametrize("content", [b"", b"no database" * 500])
def test_a_database_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mlflow.db").write_bytes(content)
    assert "run" not in inputs(tmp_path)


def test_the_experiments_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {"mlruns/0/meta.yaml": "name: Default\n", "mlruns/1/meta.yaml": "name: [",
                     "mlruns/2/meta.yaml": "name: 3\n", "mlruns/.trash/x": ""})  # fmt: skip
    settings, why_not = inputs(tmp_path)["run"]
    assert settings == {"uri": "mlruns", "experiment": "Default"}
    assert why_not  # the store is not one of MLflow, or has no run


def test_evidence_at_its_usual_place_names_its_check(tmp_path: Path) -> None:
    @provides
    def record(*, path: str | None = None) -> str:
        """Provide nothing usable."""
        raise InputError("record.json", found="broken JSON", expected="JSON")

    @check("data.record", kind=Kind.EVIDENCE)
    def record_check(record: str) -> Verdict:
        """Read the record."""
        raise NotImplementedError

    known = registry()
    both = Registry.of([*known, record_check], [*known.inputs.values(), record])
    held = holdings.checks_held(Project(tmp_path), both, {})
    assert [one.id for one in held] == ["data.ledger"]


def test_the_walk_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/b/c/d/e/predictions.csv": ROWS})
    assert inputs(tmp_path) == {}
    write(tmp_path, {"a/predictions.csv": ROWS})
    monkeypatch.setattr(holdings, "MOST_ENTRIES", 0)
    assert inputs(tmp_path) == {}
