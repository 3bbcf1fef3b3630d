from __future__ import annotations

import pytest

from support import commit, find_check, resolver, write

CHECK = find_check("reproducibility.config-tracking")


def judge(root, files, *, untracked=(), ignored=()):
    write(root, {".gitignore": "".join(f"{name}\n" for name in ignored), **files})
    commit(root)
    write(root, dict.fromkeys((*untracked, *ignored), "a: 1\n"))
    return resolver(root).run(CHECK)


READS = [
    "open('params.yaml')",
    "open('params.yaml', 'r')",
    "import yaml\nyaml.safe_load(open('params.yaml'))",
    "from omegaconf import OmegaConf\nOmegaConf.load('params.yaml')",
    "CONFIG = 'params.yaml'\nopen(CONFIG)",
    "from pathlib import Path\nPath('params.yaml').read_text()",
    "from pathlib import Path\nROOT = Path(__file__).parent\n(ROOT / 'params.yaml').open()",
    "import os\nopen(os.path.join(os.path.dirname(__file__), 'params.yaml'))",
    "parser.add_argument('--config', default='params.yaml')",
    "import hydra\n@hydra.main(config_path='.', config_name='params')\ndef main(cfg): ...",
    "load_config('params.yaml')",
]


@pytest.mark.parametrize("text", READS)
def test_a_configuration_file_must_be_tracked(tmp_path, text):
    good = judge(tmp_path / "good", {"train.py": text, "params.yaml": "a: 1\n"})
    assert good.outcome == "PASS", good
    assert "1 configuration files" in good.summary
    bad = judge(tmp_path / "bad", {"train.py": text}, untracked=["params.yaml"])
    assert bad.outcome == "FAIL"
    assert "which git does not track" in bad.summary
    gone = judge(tmp_path / "ignored", {"train.py": text}, ignored=["params.yaml"])
    assert gone.outcome == "FAIL"
    assert "which git ignores" in gone.summary


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("open('/etc/model/params.yaml')", "outside the repository"),
        ("open('../params.yaml')", "not in the repository|outside"),
        ("open('missing.yaml')", "not in the repository"),
        ("import json\njson.load(open('train_config.json'))", "not in the repository"),
    ],
)
def test_a_file_that_is_elsewhere_fails(tmp_path, text, said):
    verdict = judge(tmp_path, {"train.py": text})
    assert verdict.outcome == "FAIL"
    assert any(part in verdict.summary for part in said.split("|"))


@pytest.mark.parametrize(
    "text",
    [
        "open('out.yaml', 'w')",
        "from pathlib import Path\nPath('out.yaml').open('w')",
        "import json\njson.load(open('data/rows.json'))",
        "open(path)",
        "open(f'{name}.yaml')",
    ],
)
def test_outputs_data_and_unknown_paths_are_no_configuration(tmp_path, text):
    assert judge(tmp_path, {"train.py": text}).outcome == "PASS"


def test_a_path_relative_to_the_script_counts(tmp_path):
    files = {"src/train.py": "open('params.yaml')", "src/params.yaml": ""}
    assert judge(tmp_path, files).outcome == "PASS"


def test_a_path_relative_to_a_folder_above_the_script_counts(tmp_path):
    files = {"lib/training/train.py": "open('params.yaml')", "lib/params.yaml": ""}
    assert judge(tmp_path, files).outcome == "PASS"


def test_without_git_tracking_is_inconclusive(tmp_path):
    write(tmp_path, {"train.py": "open('params.yaml')", "params.yaml": ""})
    assert resolver(tmp_path).run(CHECK).outcome == "INCONCLUSIVE"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("R(n_estimators=200, max_depth=8)", "n_estimators=200, max_depth=8"),
        ("R(min_impurity_decrease=0.01)", "min_impurity_decrease=0.01"),
        ("R(max_depth=-3)", "max_depth=-3"),
        ("R(random_state=42, n_jobs=4, verbose=2)", ""),
        ("R(a=0, b=1, c=-1, d=1.0)", ""),
        ("R(n_estimators=n, **params)", ""),
        ("R(bootstrap=True, criterion='gini')", ""),
    ],
)
def test_literals_of_estimators_are_listed_once_per_call(tmp_path, text, said):
    start = "from sklearn.ensemble import RandomForestClassifier as R\n"
    verdict = judge(tmp_path, {"train.py": start + text})
    assert verdict.outcome == ("WARN" if said else "PASS")
    assert said in verdict.summary
    assert len(verdict.findings) == bool(said)


def test_splitters_are_no_estimators(tmp_path):
    text = "from sklearn.model_selection import KFold\nKFold(n_splits=5)"
    assert judge(tmp_path, {"train.py": text}).outcome == "PASS"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("THRESHOLD = 0.75", True),
        ("min_auc: float = 0.8", True),
        ("drift_threshold = 0.3", True),
        ("def promote(min_improvement=0.01): ...", True),
        ("def promote(*, min_improvement=0.01): ...", True),
        ("assert score > 0.8", True),
        ("if metrics['accuracy'] < 0.9: fail()", True),
        ("if f1_score(y, p) >= 0.7: ok()", True),
        ("threshold = config['threshold']", False),
        ("min_auc = 0", False),
        ("if score > 0: ok()", False),
        ("if score > best_score: ok()", False),
        ("epochs = 10", False),
        ("if epoch > 10: stop()", False),
    ],
)
def test_thresholds_in_code_are_listed(tmp_path, text, found):
    verdict = judge(tmp_path, {"train.py": text})
    assert verdict.outcome == ("WARN" if found else "PASS")
    assert [f.rule for f in verdict.findings] == ["C3"] * found


def test_other_roles_are_not_looked_at(tmp_path):
    verdict = judge(tmp_path, {"serve.py": "open('missing.yaml')\nTHRESHOLD = 0.5"})
    assert verdict.outcome == "NOT_APPLICABLE"
    assert "role train" in verdict.summary


def test_a_waived_read_warns(tmp_path):
    text = "open('local.yaml')  # mlgate: allow[C1] holds machine settings only"
    verdict = judge(tmp_path, {"train.py": text})
    assert verdict.outcome == "WARN"
    assert verdict.findings[0].waived


def test_training_code_that_does_not_parse_is_inconclusive(tmp_path):
    assert judge(tmp_path, {"train.py": "def ("}).outcome == "INCONCLUSIVE"
