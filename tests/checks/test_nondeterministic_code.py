from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pytest_mlgate.checks.reproducibility import _random_state_table
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources
from support import commit, find_check, resolver, write

CHECK = find_check("reproducibility.nondeterministic-code")
TOOLS = Path(__file__).parents[2] / "tools"


def judge(text: str, role: Role = Role.TRAIN, *more: Source):
    return CHECK(Sources((Source.of("m.py", text, role), *more)))


def rules(text: str, role: Role = Role.TRAIN) -> list[str]:
    return [finding.rule for finding in judge(text, role).findings]


BROKEN = {
    "random": ("N1", "import random\nrandom.shuffle(x)"),
    "numpy": ("N1", "import numpy as np\nnp.random.rand(3)"),
    "from-import": ("N1", "from numpy.random import randn\nrandn(3)"),
    "seed-none": ("N1", "import random\nrandom.seed()\nrandom.random()"),
    "seed-of-clock": ("N1", "import os, random\nrandom.seed(os.getpid())\nrandom.random()"),
    "wrong-seed": ("N1", "import random, numpy\nrandom.seed(1)\nnumpy.random.rand()"),
    "default-rng": ("N2", "import numpy as np\nrng = np.random.default_rng()"),
    "default-rng-none": ("N2", "import numpy as np\nrng = np.random.default_rng(seed=None)"),
    "random-state": ("N2", "from numpy.random import RandomState\nRandomState()"),
    "bit-generator": ("N2", "from numpy.random import Generator, PCG64\nGenerator(PCG64())"),
    "random-random": ("N2", "from random import Random\nRandom()"),
    "torch-generator": ("N2", "import torch\ng = torch.Generator()  # torch"),
    "forest": ("N3", "from sklearn.ensemble import RandomForestClassifier as R\nR(10)"),
    "forest-none": (
        "N3",
        "import sklearn.ensemble as e\ne.RandomForestClassifier(random_state=None)",
    ),
    "tree": ("N3", "from sklearn.tree import DecisionTreeClassifier as T\nT()"),
    "split": ("N3", "from sklearn.model_selection import train_test_split as t\nt(X, y)"),
    "split-star": ("N3", "from sklearn.model_selection import train_test_split as t\nt(*arrays)"),
    "kfold": ("N3", "from sklearn.model_selection import KFold\nKFold(5, shuffle=True)"),
    "kmeans": ("N3", "from sklearn.cluster import KMeans\nKMeans(3)"),
    "saga": ("N3", "from sklearn.linear_model import LogisticRegression as L\nL(solver='saga')"),
    "svc": ("N3", "from sklearn.svm import SVC\nSVC(probability=True)"),
    "pca": ("N3", "from sklearn.decomposition import PCA\nPCA(svd_solver='randomized')"),
    "imputer": ("N3", "from sklearn.impute import IterativeImputer as I\nI(n_nearest_features=3)"),
    "smote": ("N3", "from imblearn.over_sampling import SMOTE\nSMOTE()"),
    "quantiles": ("N3", "from sklearn.preprocessing import QuantileTransformer as Q\nQ()"),
    "rvs": ("N3", "from scipy import stats\nstats.norm.rvs(size=3)"),
    "df-frac": ("N3", "df.sample(frac=0.1)"),
    "df-n": ("N3", "import pandas as pd\npd.read_csv('x').sample(n=100)"),
    "df-int": ("N3", "import pandas\ndf.sample(100)"),
    "df-none": ("N3", "import pandas\ndf.sample(100, random_state=None)"),
    "hash-literal": ("N5", "hash('a')"),
    "hash-text": ("N5", "hash(f'{a}-{b}')"),
    "hash-str": ("N5", "hash(str(x))"),
    "hash-bucket": ("N5", "bucket = hash(user_id) % 100"),
    "hash-abs": ("N5", "bucket = abs(hash(user_id)) % 100"),
    "hash-annotated": ("N5", "def f(key: str):\n    return hash(key)"),
    "set-for": ("N5", "for x in {'a', 'b'}:\n    out.append(x)"),
    "set-list": ("N5", "columns = list(set(names))"),
    "set-minus": ("N5", "features = [c for c in set(names) - {'target'}]"),
    "set-join": ("N5", "s = ','.join(set(names))"),
    "set-enumerate": ("N5", "codes = {v: i for i, v in enumerate(set(values))}"),
    "listdir": ("N5", "import os\nfor f in os.listdir('d'):\n    frames.append(read(f))"),
    "glob-first": ("N5", "import glob\nmodel = glob.glob('*.pkl')[0]"),
    "path-glob": ("N5", "files = list(folder.glob('*.csv'))"),
    "iterdir-variable": ("N5", "files = folder.iterdir()\nfor f in files:\n    out.append(f)"),
    "now": ("N6", "from datetime import datetime\nage = (datetime.now() - born).days"),
    "today": ("N6", "import datetime as dt\nyear = dt.date.today().year"),
    "utcnow": ("N6", "import datetime\nx = datetime.datetime.utcnow()\nuse(x)"),
    "time": ("N6", "import time\nrow['age'] = time.time() - row['ts']"),
    "timestamp-now": ("N6", "import pandas as pd\nd = pd.Timestamp.now() - df.date"),
    "to-datetime-now": ("N6", "import pandas as pd\nd = pd.to_datetime('now') - df.date"),
    "time-kept": ("N6", "import time\nt0 = time.time()\nt1 = t0\nuse(t1)"),
    "tf-seed": (
        "N1",
        "import random, tensorflow as tf\ntf.random.set_seed(1)\nrandom.random()\n"
        "tf.config.experimental.enable_op_determinism()",
    ),
    "forest-in-search": (
        "N3",
        "from sklearn.ensemble import RandomForestClassifier as R\n"
        "from sklearn.model_selection import RandomizedSearchCV as S\n"
        "S(R(), space, random_state=0)",
    ),
    "tree-used-alone": (
        "N3",
        "from sklearn.ensemble import BaggingClassifier as B\n"
        "from sklearn.tree import DecisionTreeClassifier as T\n"
        "t = T()\nB(t, random_state=0)\nt.fit(X, y)",
    ),
    "set-ordered-union": ("N5", "x = list(set(range(3)) | set(names))"),
    "set-sum": ("N5", "for x in set(values):\n    total += weight(x)"),
    "set-first": (
        "N5",
        "for x in set(names):\n    if x.startswith('a'):\n        y = x\n        break\nf(y)",
    ),
    "set-previous": ("N5", "last = None\nfor x in set(names):\n    print(last)\n    last = x"),
    "hash-seed": ("N7", "import os\nos.environ['PYTHONHASHSEED'] = '0'"),
    "hash-seed-default": ("N7", "import os\nos.environ.setdefault('PYTHONHASHSEED', '0')"),
    "hash-seed-update": ("N7", "import os\nos.environ.update({'PYTHONHASHSEED': '0'})"),
}


@pytest.mark.parametrize(("rule", "text"), BROKEN.values(), ids=BROKEN)
def test_each_rule_fails_in_training_code_and_warns_elsewhere(rule, text):
    if "torch" in text:
        text += "\nimport os\ntorch.use_deterministic_algorithms(True)\nCUBLAS = 'CUBLAS_WORKSPACE_CONFIG'"  # noqa: E501
    verdict = judge(text)
    assert [f.rule for f in verdict.findings] == [rule]
    assert verdict.outcome == "FAIL"
    assert verdict.findings[0].remedy
    assert judge(text, Role.FEATURE).outcome == "FAIL"
    # The clock matters where features and models are made only.
    assert judge(text, Role.SERVE).outcome == ("PASS" if rule == "N6" else "WARN")
    assert judge(text, Role.TEST).outcome == "NOT_APPLICABLE"


FINE = {
    "seeded": "import random\nrandom.seed(42)\nrandom.random()",
    "numpy-seeded": "import numpy as np\nnp.random.seed(seed)\nnp.random.rand()",
    "helper": "import numpy as np\nfrom utils import set_seed\nset_seed(1)\nnp.random.rand()",
    "random-seed": "import numpy as np\nfrom lib import utils\nutils.random_seed(1, rank)\nnp.random.rand()",  # noqa: E501
    "keras-seed": "import random, keras\nkeras.utils.set_random_seed(1)\nrandom.random()",
    "lightning": "import random\nimport pytorch_lightning as pl\npl.seed_everything(1)\nrandom.random()",  # noqa: E501
    "generator": "import numpy as np\nrng = np.random.default_rng(0)\nrng.random()",
    "generator-variable": "import numpy as np\nrng = np.random.default_rng(config.seed)",
    "system-random": "import random\nrandom.SystemRandom().random()",
    "hidden-name": "import random\ndef f(random):\n    return random.random()",
    "own-class": "class RandomForestClassifier: ...\nRandomForestClassifier()",
    "forest": "from sklearn.ensemble import RandomForestClassifier as R\nR(random_state=seed)",
    "seeded-parts": "from sklearn.ensemble import BaggingClassifier as B\nfrom sklearn.tree import DecisionTreeClassifier as T\nB(T(), random_state=0)\nB(estimator=make_pipeline(s, T()), random_state=0)",  # noqa: E501
    "seeded-variable": "from sklearn.ensemble import BaggingClassifier as B\nfrom sklearn.tree import DecisionTreeClassifier as T\nt = T()\nB(t, random_state=0)",  # noqa: E501
    "options": "from sklearn.ensemble import RandomForestClassifier as R\nR(**params)",
    "no-shuffle": "from sklearn.model_selection import train_test_split as t\nt(X, shuffle=False)",
    "kfold": "from sklearn.model_selection import KFold\nKFold(5)",
    "kfold-variable": "from sklearn.model_selection import KFold\nKFold(5, shuffle=flag)",
    "lbfgs": "from sklearn.linear_model import LogisticRegression as L\nL(C=0.1)",
    "ridge": "from sklearn.linear_model import Ridge, Lasso\nRidge()\nLasso()",
    "svc": "from sklearn.svm import SVC, LinearSVC\nSVC()\nLinearSVC()",
    "pca": "from sklearn.decomposition import PCA\nPCA(2)",
    "dummy": "from sklearn.dummy import DummyClassifier\nDummyClassifier()",
    "imputer": "from sklearn.impute import IterativeImputer as I\nI()",
    "positional": "from sklearn.covariance import fast_mcd\nfast_mcd(X, None, None, 0)",
    "xgboost": "from xgboost import XGBClassifier\nXGBClassifier()",
    "torch-sample": "dist.sample()\ndist.sample((3,))\nbuffer.sample(32)",
    "random-sample": "import random\nimport pandas\nrandom.seed(1)\nrandom.sample(rows, 3)",
    "df-seeded": "import pandas\ndf.sample(10, random_state=0)\ndf.sample(frac=0.1, random_state=s)",  # noqa: E501
    "polars-seeded": "import polars\ndf.sample(n=10, seed=0)",
    "spark": "import pyspark\ndf.sample(True, 0.5, 3)",
    "hash-number": "hash(3)\nhash(obj)\nhash((a, b))",
    "hash-method": "class A:\n    def __hash__(self):\n        return hash('a')",
    "set-member": "if x in {'a', 'b'} or y in set(names):\n    pass",
    "set-sorted": "for x in sorted(set(names)):\n    out.append(x)\nn = len(set(names))",
    "set-sorted-list": "columns = list(set(names))\ncolumns.sort()",
    "set-numbers": "for seed in {1, 2, 3}:\n    run(seed)",
    "set-range": "left = list(set(range(10)) - set(names))\nx = list(set([3, -1]) & set(ys))",
    "set-pop": "for key in {'a', 'b'}:\n    known.pop(key, None)",
    "set-update": "found = set()\nfor m in set(names):\n    found.update(tags[m])",
    "set-sorted-set": "found = [c for c in set(names) if c]\nfound = sorted(set(found))",
    "set-set": "both = {f(x) for x in set(names)}",
    "listdir": "import os\nfor f in sorted(os.listdir('d')):\n    out.append(f)",
    "listdir-len": "import os\nn = len(os.listdir('d'))\nx = 'a' in os.listdir('d')",
    "listdir-asked": "import os\nnames = [f for f in os.listdir('d') if f]\nnames = [f.lower() for f in names]\nif names and 'a' in names:\n    n = len(names)",  # noqa: E501
    "listdir-later": "import os\nfiles = os.listdir('d')\nfor f in sorted(files):\n    out.append(f)",  # noqa: E501
    "glob-delete": "import glob, os\nfor f in glob.glob('*.tmp'):\n    os.remove(f)",
    "glob-move": "import shutil\nfor f in folder.iterdir():\n    if f.is_dir():\n        shutil.move(f, target)",  # noqa: E501
    "glob-latest": "import os\nlast = None\nfor name in os.listdir('d'):\n    step = int(name.split('-')[1])\n    if last is None or step > last:\n        last = step",  # noqa: E501
    "glob-size": "size = 0\nfor f in folder.rglob('*'):\n    size += f.stat().st_size",
    "timing": "import time\nstart = time.time()\nwork()\nprint(time.time() - start)",
    "timing-self": "import time\nself.start = time.time()\ntook = time.time() - self.start",
    "timing-datetime": "from datetime import datetime\nt = datetime.now()\nd = datetime.now() - t",
    "timing-rounds": "import time\nt0 = time.time()\nfor x in xs:\n    t1 = time.time()\n    took = t1 - t0\n    t0 = t1",  # noqa: E501
    "timing-later": "import time\nself.start = None\nself.start = time.time()\ntook = time.time() - self.start",  # noqa: E501
    "perf-counter": "import time\nuse(time.perf_counter())",
    "file-name": "from datetime import datetime\nname = f'model_{datetime.now():%Y}.pkl'",
    "strftime": "from datetime import datetime\nname = datetime.now().strftime('%Y')",
    "log": "import time\nlogger.info('at %s', time.time())",
    "metadata": "from datetime import datetime\nmeta = {'trained_at': datetime.now()}",
    "hash-seed-child": "import os, subprocess\nos.environ['PYTHONHASHSEED'] = '0'\nsubprocess.run(x)",  # noqa: E501
    "hash-seed-read": "import os\nos.environ.get('PYTHONHASHSEED')\nx = os.environ['PYTHONHASHSEED']",  # noqa: E501
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_only_looks_alike_passes(text):
    assert rules(text) == []


def test_the_clock_as_a_default_argument_says_so():
    text = "from datetime import datetime\ndef f(now=datetime.now()):\n    return now"
    (finding,) = judge(text, Role.FEATURE).findings
    assert "default argument" in finding.message
    assert finding.outcome == "FAIL"


def test_a_seed_in_a_training_script_counts_for_other_files():
    library = "import numpy as np\nnp.random.rand()"
    seeded = Source.of("train.py", "import numpy as np\nnp.random.seed(1)", Role.TRAIN)
    elsewhere = Source.of("util.py", "import numpy as np\nnp.random.seed(1)", Role.OTHER)
    assert judge(library, Role.FEATURE, seeded).outcome == "PASS"
    assert judge(library, Role.FEATURE, elsewhere).outcome == "FAIL"


def test_a_seed_in_a_script_counts_for_modules_but_not_for_other_scripts():
    library = "import numpy as np\nnp.random.rand()"
    main = "\nif __name__ == '__main__':\n    main()"
    seeded = Source.of("main.py", "import numpy as np\nnp.random.seed(1)" + main, Role.OTHER)
    assert judge(library, Role.FEATURE, seeded).outcome == "PASS"
    assert judge(library + main, Role.FEATURE, seeded).outcome == "FAIL"


LOADER = "from torch.utils.data import DataLoader\nDataLoader(d, shuffle=True{})"
FLAGS = "\nimport os, torch\ntorch.use_deterministic_algorithms(True)\nos.environ['CUBLAS_WORKSPACE_CONFIG'] = ':4096:8'"  # noqa: E501


@pytest.mark.parametrize(
    ("text", "outcome", "said"),
    [
        (LOADER.format("") + FLAGS, "FAIL", "DataLoader"),
        (LOADER.format(", generator=g") + FLAGS, "PASS", ""),
        ("import torch", "FAIL", "use_deterministic_algorithms"),
        ("import torch\ntorch.use_deterministic_algorithms(False)", "FAIL", "use_deterministic"),
        (
            "import torch\ntorch.use_deterministic_algorithms(True)",
            "WARN",
            "CUBLAS_WORKSPACE_CONFIG",
        ),
        ("import torch\nimport lightning as L\nL.Trainer(deterministic=True)", "PASS", ""),
        ("import torch\ng = torch.Generator().manual_seed(1)" + FLAGS, "PASS", ""),
        ("import torch\ng = torch.Generator()\ng.manual_seed(1)" + FLAGS, "PASS", ""),
        ("import tensorflow as tf", "FAIL", "enable_op_determinism"),
        ("import tensorflow as tf\ntf.config.experimental.enable_op_determinism()", "PASS", ""),
        ("from mylib import DataLoader\nDataLoader(d, shuffle=True)", "PASS", ""),
    ],
)
def test_torch_and_tensorflow_need_their_switches(text, outcome, said):
    verdict = judge(text)
    assert verdict.outcome == outcome
    assert said in (verdict.findings[0].message if verdict.findings else "")


def test_a_switch_in_any_file_counts_and_is_missed_once():
    switch = Source.of("util.py", FLAGS)
    assert judge("import torch", Role.TRAIN, switch).outcome == "PASS"
    other = Source.of("other.py", "import torch", Role.TRAIN)
    assert len(judge("import torch", Role.TRAIN, other).findings) == 1


def test_a_waiver_turns_a_failure_into_a_warning():
    verdict = judge("import random\nrandom.random()  # mlgate: allow[N1] only for a log sample")
    assert verdict.outcome == "WARN"
    assert "log sample" in verdict.findings[0].waived
    assert judge("import random\nrandom.random()  # mlgate: allow[N1]").outcome == "FAIL"


def test_a_file_that_does_not_parse_is_inconclusive_but_a_violation_outranks_it():
    assert judge("def (").outcome == "INCONCLUSIVE"
    broken = Source.of("b.py", "def (")
    assert judge("hash('a')", Role.TRAIN, broken).outcome == "FAIL"


def test_findings_in_notebooks_name_the_cell():
    source = Source.of_cells("n.ipynb", ["%pip list", "import random\nrandom.random()"])
    (finding,) = CHECK(Sources((source,))).findings
    assert (finding.location, finding.outcome) == ("n.ipynb[cell 2]:2", "WARN")


def test_nothing_to_look_at_is_not_applicable(tmp_path):
    write(tmp_path, {"README.md": "x"})
    commit(tmp_path)
    assert resolver(tmp_path).run(CHECK).outcome == "NOT_APPLICABLE"


def test_the_whole_project_is_judged(tmp_path):
    write(tmp_path, {"train.py": "import random\nrandom.random()\n", "a.py": ""})
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome == "FAIL"
    assert "train.py:2" in verdict.summary


def test_the_pass_says_what_was_looked_at():
    assert "1 source files" in judge("x = 1").summary


@pytest.fixture
def tabled_sklearn():
    """The scikit-learn that the table was made from; another release has other options."""
    sklearn = pytest.importorskip("sklearn")
    if sklearn.__version__ != _random_state_table.VERSIONS["sklearn"]:
        pytest.skip("the table was made from another release")


@pytest.mark.slow
def test_the_table_is_the_installed_scikit_learn(tabled_sklearn):
    import subprocess

    code = "import json, random_state_table as t; print(json.dumps(t.table('sklearn')))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=TOOLS, capture_output=True, text=True, check=True,
    )  # fmt: skip
    import json

    assert json.loads(done.stdout.splitlines()[-1]) == {
        name: position
        for name, position in _random_state_table.POSITIONS.items()
        if name.startswith("sklearn.")
    }


def test_conditions_name_known_callables_and_options():
    from pytest_mlgate.checks.reproducibility._random_state import CONDITIONS

    known = {name.rpartition(".")[2] for name in _random_state_table.POSITIONS}
    assert set(CONDITIONS) <= known


@pytest.mark.slow
def test_conditions_state_the_installed_defaults(tabled_sklearn):
    import importlib
    import inspect

    from pytest_mlgate.checks.reproducibility._random_state import CONDITIONS

    importlib.import_module("sklearn.experimental.enable_iterative_imputer")
    importlib.import_module("sklearn.experimental.enable_halving_search_cv")
    for name in _random_state_table.POSITIONS:
        module, _, last = name.rpartition(".")
        # A default that draws from very large data only is not held against anybody.
        if not name.startswith("sklearn.") or last == "KBinsDiscretizer":
            continue
        value = getattr(importlib.import_module(module), last, None)
        for condition in CONDITIONS.get(last, ()) if value is not None else ():
            parameter = inspect.signature(value).parameters[condition.option]
            default = condition.default if parameter.default == "deprecated" else parameter.default
            assert default == condition.default, (name, condition.option)
