from __future__ import annotations

import pytest

from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.inputs.sql_files import SqlFile, SqlFiles
from support import commit, find_check, provide, resolver, write

CHECK = find_check("leakage.look-ahead-code")
NO_SQL = SqlFiles(())


def judge(text: str, role: Role = Role.FEATURE, *, path: str = "m.py", **settings):
    return CHECK(Sources((Source.of(path, text, role),)), NO_SQL, **settings)


def rules(text: str, role: Role = Role.FEATURE, **settings) -> list[str]:
    return [finding.rule for finding in judge(text, role, **settings).findings]


def judge_sql(text: str, role: Role = Role.FEATURE, *, path: str = "q.sql", **settings):
    return CHECK(Sources(()), SqlFiles((SqlFile(path, role, text),)), **settings)


def sql_rules(text: str, role: Role = Role.FEATURE, **settings) -> list[str]:
    return [finding.rule for finding in judge_sql(text, role, **settings).findings]


PD = "import pandas as pd\n"
PL = "import polars as pl\n"
SIGNAL = "from scipy import signal\n"

BROKEN = {
    "shift": ("T1", PD + "df['a'] = df['b'].shift(-1)"),
    "shift-keyword": ("T1", PD + "df['a'] = df.groupby('k')['b'].shift(periods=-2)"),
    "shift-variable": ("T1", PD + "def f(df, lag):\n    return df['b'].shift(-lag)"),
    "shift-constant": ("T1", PD + "LAG = -3\ndf['a'] = df['b'].shift(LAG)"),
    "shift-product": ("T1", PD + "df['a'] = df['b'].shift(-1 * k)"),
    "shift-loop": ("T1", PD + "for k in [-2, 1]:\n    df[f'a{k}'] = df['b'].shift(k)"),
    "shift-range": ("T1", PD + "X = pd.concat([df.shift(i) for i in range(-3, 3)], axis=1)"),
    "shift-frequency": ("T1", PD + "df['a'] = df['b'].shift(-1, freq='D')"),
    "shift-without-import": ("T1", "def f(df):\n    return df['b'].shift(-1)"),
    "shift-columns": ("T1", "def f(x):\n    return x.df[cols].copy().shift(-1)"),
    "shift-string-column": ("T1", "def f(x):\n    return x['price'].shift(-1)"),
    "interpolate-inside": ("T4", PD + "df = df.interpolate(limit_area='inside')"),
    "interpolate-both-outside": (
        "T4",
        PD + "df = df.interpolate(limit_area='outside', limit_direction='both')",
    ),
    "expanding-polars": (
        "T10",
        PL + "x = df.sort('d', descending=[True])['b'].expanding().mean()",
    ),
    "expanding-tuple": (
        "T10",
        PD + "df['m'] = df.sort_values('d', ascending=(False,)).b.expanding().mean()",
    ),
    "shift-grouped": ("T1", "def f(x):\n    return x.groupby('k').shift(-1)"),
    "shift-lambda": ("T1", PD + "df = df.assign(lead=lambda d: d['b'].shift(-1))"),
    "shift-polars": ("T1", PL + "df = df.with_columns(pl.col('b').shift(-1).alias('a'))"),
    "shift-polars-n": ("T1", PL + "df = df.with_columns(pl.col('b').shift(n=-1).alias('a'))"),
    "shift-xarray": ("T1", "import xarray as xr\nb = a.shift(time=-1)\nuse(b)"),
    "diff": ("T1", PD + "df['a'] = df['b'].diff(-1)"),
    "diff-keyword": ("T1", PD + "df['a'] = df['b'].diff(periods=-7)"),
    "pct-change": ("T1", PD + "df['a'] = df['b'].pct_change(-5)"),
    "not-the-declared-one": ("T1", PD + "df['next_b'] = df['b'].shift(-1)  # declared"),
    "centred": ("T2", PD + "df['a'] = df['b'].rolling(7, center=True).mean()"),
    "centred-position": ("T2", PD + "df['a'] = df['b'].rolling(7, 1, True).mean()"),
    "centred-grouped": ("T2", PD + "r = df.groupby('k').b.rolling(7, center=True)\nuse(r)"),
    "centred-polars": ("T2", PL + "x = pl.col('b').rolling_mean(5, center=True)\nuse(x)"),
    "centred-kept": ("T2", PD + "r = s.rolling(9, center=True).mean()\nr.plot()\nX['r'] = r"),
    "bfill": ("T3", PD + "df = df.bfill()"),
    "bfill-after-ffill": ("T3", PD + "df = df.ffill().bfill()"),
    "bfill-in-place": ("T3", PD + "df.bfill(inplace=True)"),
    "backfill": ("T3", PD + "df = df.backfill()"),
    "fillna-bfill": ("T3", PD + "df = df.fillna(method='bfill')"),
    "fillna-backfill": ("T3", PD + "df.fillna(method='backfill', inplace=True)"),
    "fillna-position": ("T3", PD + "df = df.fillna(None, 'bfill')"),
    "reindex-bfill": ("T3", PD + "df = df.reindex(days, method='bfill')"),
    "transform-bfill": ("T3", PD + "df['a'] = df.groupby('k')['b'].transform('bfill')"),
    "interpolate-bfill": ("T3", PD + "df = df.interpolate(method='bfill')"),
    "polars-backward": ("T3", PL + "df = df.fill_null(strategy='backward')"),
    "resample-bfill": ("T3", "def f(x):\n    return x.set_index('d').resample('D').bfill()"),
    "interpolate": ("T4", PD + "df['a'] = df['b'].interpolate()"),
    "interpolate-forward": ("T4", PD + "df = df.interpolate(limit_direction='forward')"),
    "interpolate-time": ("T4", PD + "df = df.interpolate('time')"),
    "interpolate-polars": ("T4", PL + "df = df.with_columns(pl.col('b').interpolate())"),
    "filtfilt": ("T5", SIGNAL + "x = signal.filtfilt(b, a, x)\nuse(x)"),
    "sosfiltfilt": ("T5", "from scipy.signal import sosfiltfilt as s\nX = s(sos, x)\nuse(X)"),
    "savgol": ("T5", "import scipy.signal\nx = scipy.signal.savgol_filter(x, 7, 2)\nuse(x)"),
    "decompose": (
        "T5",
        "from statsmodels.tsa.seasonal import seasonal_decompose\n"
        "df['trend'] = seasonal_decompose(df['b'], period=7).trend",
    ),
    "decompose-module": (
        "T5",
        "import statsmodels.api as sm\n"
        "t = sm.tsa.seasonal_decompose(y, two_sided=True).trend\nuse(t)",
    ),
    "dfs": ("T6", "import featuretools as ft\nX, names = ft.dfs(entityset=es)"),
    "dfs-none": ("T6", "from featuretools import dfs\nX, n = dfs(entityset=es, cutoff_time=None)"),
    "dfs-two-tables": (
        "T6",
        "import featuretools as ft\nes = ft.EntitySet()\nes.add_dataframe(a)\n"
        "es.add_dataframe(b)\nX, names = ft.dfs(entityset=es)",
    ),
    "expanding": ("T10", PD + "df['m'] = df.sort_values('d', ascending=False).b.expanding().mean()"),  # noqa: E501
    "expanding-variable": (
        "T10",
        PD + "df = df.sort_values(['k', 'd'], ascending=[True, False])\n"
        "df['m'] = df['b'].expanding().mean()",
    ),
    "expanding-in-place": (
        "T10",
        PD + "df.sort_index(ascending=False, inplace=True)\ndf['m'] = df['b'].expanding().mean()",
    ),
    "expanding-reversed": ("T10", PD + "df['m'] = df['b'][::-1].expanding().mean()"),
    "expanding-through-variable": (
        "T10",
        PD + "down = df.sort_values('d', ascending=False)\nx = down['b']\ny2 = x.expanding().max()",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), BROKEN.values(), ids=BROKEN)
def test_each_rule_in_feature_and_training_code_and_elsewhere(rule, text):
    settings = {"target": ("b_ahead",)} if "declared" in text else {}
    verdict = judge(text, **settings)
    assert [f.rule for f in verdict.findings] == [rule]
    assert verdict.findings[0].remedy
    assert verdict.outcome == ("WARN" if rule in {"T4", "T10"} else "FAIL")
    assert judge(text, Role.TRAIN, **settings).outcome == verdict.outcome
    assert judge(text, Role.OTHER, **settings).outcome == "WARN"
    assert judge(text, Role.SERVE, **settings).outcome == "WARN"
    assert judge(text, Role.TEST, **settings).outcome == "NOT_APPLICABLE"


FINE = {
    "positive": PD + "df['a'] = df['b'].shift(1)\ndf['c'] = df['b'].diff()\ndf['e'] = df.b.shift(n)",  # noqa: E501
    "label-column": PD + "df['target'] = df['close'].shift(-1)",
    "label-locator": PD + "df.loc[:, 'Target'] = df['close'].shift(-1) > df['close']",
    "label-variable": PD + "y = df['close'].shift(-1)",
    "label-train": PD + "y_train = df['close'].shift(-1)",
    "label-frame": PD + "y_train['low'] = df['low'].rolling(10).min().shift(-9)",
    "label-slice": PD + "y[:, 0] = df['low'].shift(-9)",
    "label-camel": PD + "df['futureReturn'] = df['close'].pct_change(5).shift(-5)",
    "label-assign": PD + "df = df.assign(next_close=lambda d: d['close'].shift(-1))",
    "label-dict": PD + "out = pd.DataFrame({'x': df.x, 'label': df.x.shift(-1)})",
    "label-f-string": PD + "out = {f'y_step_{i}': ts.shift(-i) for i in steps}",
    "label-alias": PL + "df = df.with_columns((pl.col('c').shift(-5) / pl.col('c')).alias('fwd'))",
    "label-keyword": PL + "df = df.with_columns(fwd_return=pl.col('c').shift(-h))",
    "label-pair": PD + "X, (y, w) = df, (df['c'].shift(-1), 1)",
    "label-comprehension": PD + "out = {target: df[target].shift(-1) for target in names}",
    "label-loop": PD + "for future in df['c'].shift(-1):\n    use(future)",
    "label-column-call": PL + "df = df.with_columns(pl.col('c').shift(-1).alias(str(target)))",
    "drawn-differently": PD + "x = df['c'].rolling(3, center=True).mean()\nif a:\n    x = 1\nplot(x)",  # noqa: E501
    "label-insert": PD + "df.insert(0, 'target', df['close'].shift(-1))",
    "label-function": PD + "def add_labels(df):\n    out = df['close'].shift(-5)\n    return out > 0",  # noqa: E501
    "label-call": PD + "df['up'] = make_target(df['close'].shift(-5))",
    "label-through-variable": PD + "later = df['c'].shift(-5)\ndf['target'] = later / df['c'] - 1",
    "label-split": PD + "a, b = train_test_split(df, df['close'].shift(-1), shuffle=False)",
    "label-fit": PD + "model.fit(X, df['close'].shift(-1))",
    "label-horizon": PD + "df['gain'] = df['close'].shift(-horizon)",
    "label-horizon-attribute": PD + "df['gain'] = df['close'].shift(-self.horizon)",
    "label-supervised": PD + "for i in range(0, n_out):\n    cols.append(df.shift(-i))",
    "trade": PL + "df = df.with_columns(pl.col('mid').shift(-1).alias('exit_price'))",
    "interval": PL + "df = df.with_columns(pl.col('bar_start').shift(-1).alias('bar_end'))",
    "plotted-frame": PD + "r = s.rolling(9, center=True)\nout = pd.DataFrame({'m': r.mean()})\n"
    "ax = out.plot()\nr = 1\nuse(r)",
    "correlation": PD + "c = df['a'].corr(df['b'].shift(-1))\nuse(c)",
    "across-columns": PD + "df['a'] = wide.shift(-1, axis=1)['x']\ndf = df.bfill(axis='columns')",
    "sorted-down": PD + "df = df.sort_values('d', ascending=False)\ndf['a'] = df['b'].shift(-1)",
    "calendar": PD + "days = pd.date_range('2020', '2021')\nfor day in days.shift(-1):\n    use(day)",  # noqa: E501
    "positive-constant": PD + "LAG = -2\ndf['a'] = df['b'].shift(-LAG)",
    "numpy": "import numpy as np, pandas as pd\nx = np.roll(x, -1)\nz = np.diff(x, -1)\nuse(x, z)",
    "image-shift": "from scipy import ndimage\nx = ndimage.shift(image, -1)\nuse(x)",
    "image-shift-pandas": PD + "from scipy import ndimage\nx = ndimage.shift(image, -1)\nuse(x)",
    "arrow": "import arrow\nx = arrow.utcnow().shift(days=-1)\nuse(x)",
    "arrow-pandas": PD + "import arrow\nx = arrow.utcnow().shift(days=-1)\nuse(x)",
    "list-shift": "x = queue.shift(-1)\nuse(x)",
    "git-diff": "import git\nx = repo.head.commit.diff(-1)\nuse(x)",
    "torch-interpolate": "import torch, pandas\nimport torch.nn.functional as F\n"
    "x = F.interpolate(x, size=3)\nx = torch.nn.functional.interpolate(x, scale_factor=2)\nuse(x)",
    "torch-nn": "from torch import nn\nimport pandas\nx = nn.functional.interpolate(x)\nuse(x)",
    "scipy-interpolate": PD + "from scipy import interpolate\n"
    "f = interpolate.interp1d(a, b)\nuse(f)",
    "shapely": "import geopandas\np = line.interpolate(0.5)\nq = line.interpolate(d, True)\nuse(p, q)",  # noqa: E501
    "own-interpolate": PD + "class A:\n    def f(self):\n        return self.interpolate()",
    "animation": "x = path.interpolate(20)\nz = keyframes.interpolate()\nuse(x, z)",
    "interpolate-pad": PD + "df = df.interpolate(method='pad')\ndf = df.interpolate('ffill')",
    "interpolate-outside": PD + "df = df.interpolate(limit_area='outside')",
    "trailing": PD + "df['a'] = df['b'].rolling(7).mean()\ndf['c'] = df.b.rolling(7, center=False).sum()",  # noqa: E501
    "centre-variable": PD + "df['a'] = df['b'].rolling(7, center=flag).mean()",
    "centre-other": "layout.rolling(center=True)\nx = scaler(center=True)\nuse(x)",
    "ffill": PD + "df = df.ffill().fillna(0)\ndf = df.fillna(method='ffill')",
    "polars-forward": PL + "df = df.fill_null(strategy='forward')",
    "backfill-job": "dag.backfill(start)\nx = client.backfill(table)\nuse(x)",
    "plotted": PD + "df['b'].rolling(7, center=True).mean().plot()",
    "plotted-argument": PD + "import matplotlib.pyplot as plt\n"
    "plt.plot(df.index, df['b'].rolling(7, center=True).mean(), label='x')",
    "plotted-variable": PD + "smooth = df['b'].rolling(7, center=True).mean()\nax.plot(smooth)",
    "plotted-decomposition": "from statsmodels.tsa.seasonal import seasonal_decompose as d\n"
    "result = d(df['b'])\nresult.plot()",
    "plotting-function": SIGNAL + "def plot_curve(x):\n    z = signal.filtfilt(b, a, x)\n    draw(z)",  # noqa: E501
    "shown": PD + "df.bfill()\ndf['b'].interpolate()\nprint(df.bfill().head())",
    "decompose-one-sided": "from statsmodels.tsa.seasonal import seasonal_decompose\n"
    "t = seasonal_decompose(x, two_sided=False).trend\nuse(t)",
    "decompose-options": "from statsmodels.tsa.seasonal import seasonal_decompose\n"
    "t = seasonal_decompose(x, **options).trend\nuse(t)",
    "own-filter": "def savgol_filter(x): ...\nz = savgol_filter(x)\nuse(z)",
    "lfilter": SIGNAL + "x = signal.lfilter(b, a, x)\nuse(x)",
    "dfs-cutoff": "import featuretools as ft\nX, n = ft.dfs(entityset=es, cutoff_time=times)",
    "dfs-options": "import featuretools as ft\nX, n = ft.dfs(**options)",
    "dfs-names": "import featuretools as ft\nn = ft.dfs(entityset=es, features_only=True)\nuse(n)",
    "dfs-one-table": "import featuretools as ft\nes = ft.EntitySet()\nes.add_dataframe(df)\n"
    "X, n = ft.dfs(entityset=es, trans_primitives=['add_numeric'])",
    "graph-dfs": "import networkx as nx\nx = nx.dfs(graph)\nuse(x)",
    "expanding-own": PD + "class A:\n    def f(self):\n        return self.expanding()",
    "expanding-function": PD + "x = expanding(df)\nz = (a or b).expanding()\nuse(x, z)",
    "interpolate-options": PD + "x = curve.interpolate(points=3)\nz = curve.interpolate(1, 2)\nuse(x)",  # noqa: E501
    "frame-of-nothing": "x = (a or b).shift(-1)\nuse(x)",
    "plural-name": "import pandas\nfrom lib import tools\nx = tools.shift(-1)\nuse(x)",
    "expanding": PD + "df = df.sort_values('d')\ndf['m'] = df['b'].expanding().mean()",
    "expanding-resorted": PD + "df = df.sort_values('d', ascending=False)\n"
    "df = df.sort_values('d')\ndf['m'] = df['b'].expanding().mean()",
    "split": "from sklearn.model_selection import train_test_split\na, b = train_test_split(X)",
    "sql-text": "x = 'game over (select a new one)'\nz = 'over (order by x)'\nuse(x, z)",
}  # fmt: skip


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_only_looks_alike_passes(text):
    assert rules(text) == []


def test_the_declared_target_is_the_label_and_nothing_else_is():
    text = PD + "df['churned'] = df['active'].shift(-30)\ndf['target'] = df['x'].shift(-1)"
    verdict = judge(text, target=("churned",))
    assert [(f.rule, f.line) for f in verdict.findings] == [("T1", 3)]
    through = PD + "later = df['c'].shift(-5)\ndf['churned'] = later > df['c']"
    assert rules(through, target=("churned",)) == []
    function = PD + "def make_label(df):\n    return df['c'].shift(-5)"
    assert rules(function, target=("churned",)) == []


def test_a_file_of_labels_may_look_ahead():
    text = PD + "def f(df):\n    return df['c'].shift(-5)"
    assert judge(text, path="src/features/labels.py").outcome == "PASS"
    assert judge(text, path="src/features/lags.py").outcome == "FAIL"


SPLITS = {
    "train-test-split": "import sklearn.model_selection as m\na, b = m.train_test_split(X)",
    "stratified": (
        "from sklearn.model_selection import train_test_split as t\na, b = t(X, stratify=y)"
    ),
    "kfold": "from sklearn.model_selection import KFold\ncv = KFold(5, shuffle=True)",
    "kfold-position": "from sklearn.model_selection import StratifiedKFold\nc = StratifiedKFold(5, True)",  # noqa: E501
    "shuffle-split": "from sklearn.model_selection import ShuffleSplit\ncv = ShuffleSplit(5)",
    "repeated": "from sklearn.model_selection import RepeatedKFold\ncv = RepeatedKFold()",
    "torch": "from torch.utils.data import random_split\na, b = random_split(d, [8, 2])",
    "spark": "import pyspark\na, b = df.randomSplit([0.8, 0.2])",
}  # fmt: skip


@pytest.mark.parametrize("text", SPLITS.values(), ids=SPLITS)
def test_a_shuffling_split_matters_where_rows_belong_together(text):
    assert rules(text) == []
    assert rules(text, temporal=True) == ["T7"]
    assert rules(text, grouped=True) == ["T7"]
    both = judge(text, temporal=True, grouped=True)
    assert both.outcome == "FAIL"
    assert "mixes past and future and tears groups apart" in both.findings[0].message
    assert judge(text, Role.OTHER, temporal=True).outcome == "WARN"


@pytest.mark.parametrize(
    "text",
    [
        "from sklearn.model_selection import train_test_split as t\na, b = t(X, shuffle=False)",
        "from sklearn.model_selection import train_test_split as t\na, b = t(X, shuffle=flag)",
        "from sklearn.model_selection import train_test_split as t\na, b = t(X, **options)",
        "from sklearn.model_selection import TimeSeriesSplit, KFold\nTimeSeriesSplit(5)\nKFold(5)",
        "from sklearn.model_selection import KFold\nKFold(5, shuffle=False)",
        "from mine import train_test_split\na, b = train_test_split(X)",
        "from sklearn.model_selection import GridSearchCV\nGridSearchCV(m, grid)",
    ],
)
def test_a_split_that_keeps_the_order_is_fine(text):
    assert rules(text, temporal=True, grouped=True) == []


def test_a_split_of_groups_is_fine_unless_time_matters_too():
    shuffle = "from sklearn.model_selection import GroupShuffleSplit\ncv = GroupShuffleSplit()"
    ids = "from sklearn.model_selection import train_test_split as t\na, b = t(df['user'].unique())"
    for text in (shuffle, ids):
        assert rules(text, grouped=True) == []
        assert rules(text, temporal=True) == ["T7"]


SELECT = "SELECT k, {} FROM t"
BROKEN_SQL = {
    "following": ("T8", "SUM(x) OVER (ORDER BY d ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) AS s"),
    "unbounded": (
        "T8",
        "avg(x) over (partition by k order by d\n"
        "rows between unbounded preceding and unbounded following) s",
    ),
    "range": (
        "T8",
        "SUM(x) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1' DAY PRECEDING "
        "AND INTERVAL '7' DAY FOLLOWING) AS s",
    ),
    "groups": ("T8", "SUM(x) OVER (ORDER BY d GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS s"),
    "last-value": (
        "T8",
        "LAST_VALUE(x) OVER (ORDER BY d ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS s",
    ),
    "lead": ("T8", "LEAD(x) OVER (PARTITION BY k ORDER BY d) AS s"),
    "lead-in-function": ("T8", "COALESCE(LEAD(x, 2) OVER (ORDER BY d), 0) AS s"),
    "lead-nulls": ("T8", "LEAD(x) IGNORE NULLS OVER (ORDER BY d) AS s"),
    "lag-negative": ("T8", "LAG(x, -1) OVER (ORDER BY d) AS s"),
    "lag-descending": ("T8", "LAG(x) OVER (ORDER BY event_date DESC) AS s"),
    "sum-descending": ("T8", "SUM(x) OVER (ORDER BY created_at DESC) AS s"),
    "filter": (
        "T8",
        "COUNT(*) FILTER (WHERE x > 0) OVER (ORDER BY d ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING) "
        "AS s",
    ),
    "template": (
        "T8",
        "SUM({{ col }}) OVER (ORDER BY d ROWS BETWEEN 1 PRECEDING AND {{ n }} FOLLOWING) AS s",
    ),
    "now": ("T8", "NOW() - d AS s"),
    "current-date": ("T8", "CURRENT_DATE - d AS s"),
    "getdate": ("T8", "DATEDIFF(day, d, GETDATE()) AS s"),
    "timestamp": ("T8", "COUNT(CASE WHEN d < CURRENT_TIMESTAMP THEN 1 END) AS s"),
    "current-row": (
        "T9",
        "AVG(label) OVER (ORDER BY d ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS s",
    ),
    "default-frame": ("T9", "AVG(t.is_target) OVER (PARTITION BY k ORDER BY d) AS s"),
    "short-frame": ("T9", 'SUM("Outcome") OVER (ORDER BY d ROWS UNBOUNDED PRECEDING) AS s'),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "item"), BROKEN_SQL.values(), ids=BROKEN_SQL)
def test_each_rule_of_sql(rule, item):
    text = SELECT.format(item)
    verdict = judge_sql(text)
    assert [f.rule for f in verdict.findings] == [rule]
    assert verdict.outcome == ("FAIL" if rule == "T8" else "WARN")
    assert verdict.findings[0].remedy
    assert judge_sql(text, Role.TEST).outcome == "NOT_APPLICABLE"
    # The clock matters where features and models are made only.
    clock = " OVER " not in item.upper()
    assert judge_sql(text, Role.OTHER).outcome == ("PASS" if clock else "WARN")


FINE_SQL = {
    "preceding": "SUM(x) OVER (ORDER BY d ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING) AS s",
    "lag": "LAG(x) OVER (ORDER BY d) AS s",
    "lead-descending": "LEAD(x) OVER (ORDER BY d DESC) AS s",
    "rank-descending": "ROW_NUMBER() OVER (PARTITION BY k ORDER BY created_at DESC) AS s",
    "share-descending": "SUM(x) OVER (ORDER BY revenue DESC) AS s",
    "zero-following": "SUM(x) OVER (ORDER BY d ROWS BETWEEN 3 PRECEDING AND 0 FOLLOWING) AS s",
    "first-value": "FIRST_VALUE(x) OVER (ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING "
    "AND UNBOUNDED FOLLOWING) AS s",
    "following-descending": "SUM(x) OVER (ORDER BY d DESC ROWS BETWEEN CURRENT ROW "
    "AND 3 FOLLOWING) AS s",
    "partition": "SUM(x) OVER (PARTITION BY k) AS s",
    "comment": "x -- LEAD(x) OVER (ORDER BY d) AS s\n, y /* NOW() OVER ( */",
    "mysql-comment": "x # LEAD(x) OVER (ORDER BY d)\n",
    "string": "'LEAD(x) OVER (ORDER BY d)' AS s, 'it''s NOW()' AS t, 'it\\'s CURRENT_DATE' AS u",
    "label": "LEAD(x) OVER (ORDER BY d) AS target",
    "label-case": "CASE WHEN LEAD(x) OVER (ORDER BY d) > 3 THEN 1 ELSE 0 END AS label",
    "label-nested": "COALESCE(SUM(x) OVER (ORDER BY d ROWS BETWEEN 1 FOLLOWING AND 30 FOLLOWING), "
    "0) AS x_next_30_days",
    "label-implicit": "LEAD(x) OVER (ORDER BY d) / x - 1 future_return",
    "interval": "LEAD(valid_from) OVER (PARTITION BY k ORDER BY valid_from) AS valid_to",
    "bookkeeping": "NOW() AS loaded_at, CURRENT_TIMESTAMP AS etl_time",
    "column": "t.now, t.current_date, lead, over",
    "outcome-before": "AVG(label) OVER (ORDER BY d ROWS BETWEEN 9 PRECEDING AND 1 PRECEDING) AS s",
    "no-outcome": "AVG(x) OVER (ORDER BY d) AS s",
    "template-comment": "x {# LEAD(x) OVER (ORDER BY d) #} {% set a = 'NOW()' %}",
}  # fmt: skip


@pytest.mark.parametrize("item", FINE_SQL.values(), ids=FINE_SQL)
def test_sql_that_only_looks_alike_passes(item):
    assert sql_rules(SELECT.format(item)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT SUM(x) OVER w FROM t WINDOW w AS (ORDER BY d)", []),
        (
            "SELECT SUM(x) OVER w, SUM(y) OVER v FROM t WINDOW v AS (ORDER BY d), "
            "w AS (ORDER BY d ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
            ["T8"],
        ),
        ("WITH labels AS (SELECT LEAD(x) OVER (ORDER BY d) AS x2 FROM t) SELECT 1", []),
        ("WITH a AS (SELECT LEAD(x) OVER (ORDER BY d) AS x2 FROM t) SELECT x2 AS y FROM a", ["T8"]),
        ("SELECT x FROM t WHERE d < NOW()", ["T8"]),
        ("CREATE TABLE t (d TIMESTAMP DEFAULT NOW(), e DATE DEFAULT CURRENT_DATE)", []),
        ("UPDATE t SET d = NOW() WHERE k IN (SELECT k FROM u)", []),
        ("INSERT INTO t VALUES (1, NOW()); SELECT 1", []),
        ("DELETE FROM t WHERE d < NOW(); SELECT CURRENT_DATE - d AS age FROM t", ["T8"]),
        ("SELECT '; SELECT NOW()'", []),
        ("SELECT SUM(x) OVER w FROM t", []),
        ("SELECT x OVER (ORDER BY d)", []),
        ("SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY f(x, 1)) OVER (PARTITION BY k)", []),
        ("SELECT LEAD(x) OVER (ORDER BY f(d, 1), k) AS s", ["T8"]),
        ("SELECT (", []),
        ("OVER (", []),
        (") OVER (ORDER BY d", []),
        ("'", []),
        ("", []),
    ],
)
def test_statements(text, expected):
    assert sql_rules(text) == expected


def test_a_declared_target_is_the_label_and_the_outcome_in_sql():
    label = SELECT.format("LEAD(x) OVER (ORDER BY d) AS churned")
    assert sql_rules(label) == ["T8"]
    assert sql_rules(label, target=("churned",)) == []
    own = SELECT.format("AVG(churned) OVER (ORDER BY d) AS s")
    assert sql_rules(own) == []
    assert sql_rules(own, target=("churned",)) == ["T9"]
    assert sql_rules(SELECT.format("AVG(label) OVER (ORDER BY d) AS s"), target=("a",)) == []


def test_a_file_of_labels_in_sql_may_look_ahead():
    text = SELECT.format("LEAD(x) OVER (ORDER BY d) AS s")
    assert judge_sql(text, path="features/labels.sql").outcome == "PASS"


def test_sql_in_python_names_the_line_inside_the_text():
    text = 'Q = """\nSELECT k,\n  LEAD(x) OVER (ORDER BY d) AS s\nFROM t"""\n'
    (finding,) = judge(text).findings
    assert (finding.rule, finding.line, finding.outcome) == ("T8", 3, "FAIL")
    (finding,) = judge(text, Role.OTHER).findings
    assert finding.outcome == "WARN"
    one_line = "q = 'SELECT k, ' 'LEAD(x) OVER (ORDER BY d) AS s ' \\\n  f'FROM {table}'"
    assert [(f.rule, f.line) for f in judge(one_line).findings] == [("T8", 1)]
    expression = "x = F.expr('sum(x) over (order by d rows between 1 preceding and 1 following)')"
    assert rules(expression) == ["T8"]
    assert rules('"""SELECT LEAD(x) OVER (ORDER BY d) AS s"""') == []


def test_the_clock_in_sql_in_python_counts_in_feature_code_only():
    text = "q = 'SELECT NOW() - d, SUM(x) OVER (ORDER BY d) FROM t'"
    assert rules(text) == ["T8"]
    assert rules(text, Role.OTHER) == []


def test_waivers():
    line = PD + "df['a'] = df['b'].shift(-1)  # mlgate: allow[T1] {}"
    verdict = judge(line.format("known a day ahead"))
    assert verdict.outcome == "WARN"
    assert "known a day ahead" in verdict.findings[0].waived
    assert judge(line.format("")).outcome == "FAIL"
    assert judge(line.replace("T1", "T2").format("x")).outcome == "FAIL"
    assert judge(line.replace("T1", "look-ahead-code").format("x")).outcome == "WARN"
    text = "SELECT\n  LEAD(x) -- mlgate: allow[T8] a plan\n  OVER (ORDER BY d) AS s FROM t"
    verdict = judge_sql(text)
    assert verdict.outcome == "WARN"
    assert "a plan" in verdict.findings[0].waived
    assert judge_sql(text.replace(" a plan", "")).outcome == "FAIL"
    block = "SELECT LEAD(x) OVER (ORDER BY d) AS s /* mlgate: allow[T8] a plan */ FROM t"
    assert judge_sql(block).findings[0].waived == "in the code: a plan"
    assert judge(f'q = """{text}"""').outcome == "WARN"
    outside = "q = 'SELECT LEAD(x) OVER (ORDER BY d) AS s'  # mlgate: allow[T8] a plan"
    assert judge(outside).outcome == "WARN"


def test_a_finding_stands_at_the_method_of_a_chain():
    text = PD + "df = (\n    df.ffill()\n    .bfill()\n)"
    (finding,) = judge(text).findings
    assert (finding.line, finding.column) == (4, 5)


def test_findings_in_notebooks_name_the_cell_and_warn():
    source = Source.of_cells("n.ipynb", ["%pip list", PD + "df = df.bfill()"])
    verdict = CHECK(Sources((source,)), NO_SQL)
    (finding,) = verdict.findings
    assert (finding.location, verdict.outcome) == ("n.ipynb[cell 2]:2", "WARN")
    source = Source.of_cells("n.ipynb", ["import pandas", "df = df.bfill()"], Role.TRAIN)
    assert CHECK(Sources((source,)), NO_SQL).outcome == "FAIL"


def test_messages_hold_no_text_of_the_project():
    text = PD + "df['secret'] = df['hidden'].shift(-1)\nx = 'SELECT LEAD(hidden) OVER (ORDER BY d)'"
    for finding in judge(text).findings:
        assert "secret" not in finding.message + finding.anchor
        assert "hidden" not in finding.message + finding.anchor
    own = judge_sql(
        "SELECT hidden(label) OVER (ORDER BY d ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)"
    )
    assert "label" not in own.findings[0].message


def test_a_file_that_does_not_parse_is_inconclusive_but_a_violation_outranks_it():
    assert judge("def (").outcome == "INCONCLUSIVE"
    unread = SqlFile("b.sql", Role.OTHER, unread="found 9 MiB, expected at most 4 MiB")
    fine = Source.of("a.py", "x = 1", Role.FEATURE)
    verdict = CHECK(Sources((fine,)), SqlFiles((unread,)))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "b.sql" in verdict.summary
    broken = Source.of("a.py", PD + "df = df.bfill()", Role.FEATURE)
    assert CHECK(Sources((broken,)), SqlFiles((unread,))).outcome == "FAIL"


def test_the_pass_says_what_was_looked_at():
    assert "1 source files and 0 SQL files" in judge("x = 1").summary


def test_nothing_to_look_at_is_not_applicable(tmp_path):
    write(tmp_path, {"README.md": "x", "tests/test_a.py": "x = 1", "tests/a.sql": "SELECT 1"})
    commit(tmp_path)
    assert resolver(tmp_path).run(CHECK).outcome == "NOT_APPLICABLE"


def test_the_whole_project_is_judged(tmp_path):
    sql = "SELECT LEAD(x) OVER (ORDER BY d) AS s FROM t\n"
    write(
        tmp_path,
        {"train.py": PD + "df = df.bfill()\n", "sql/features.sql": sql, "sql/report.sql": sql},
    )
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert [(f.location, f.rule, f.outcome) for f in verdict.findings] == [
        ("train.py:2", "T3", "FAIL"),
        ("sql/features.sql:1", "T8", "FAIL"),
        ("sql/report.sql:1", "T8", "WARN"),
    ]


def test_sql_files_are_read_with_their_roles(tmp_path):
    write(tmp_path, {"features/a.sql": "SELECT 1", "Train_set.SQL": "", "q/train_set.sql": "x"})
    (tmp_path / "wide.sql").write_bytes("SELECT 'ä'\r\n".encode("utf-16"))
    (tmp_path / "latin.sql").write_bytes(b"SELECT '\xe4'")
    (tmp_path / "binary.sql").write_bytes(b"SELECT \0")
    (tmp_path / "dump.sql").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    commit(tmp_path)
    found = {file.path: file for file in provide("sql_files", tmp_path)}
    assert list(found) == sorted(found)
    assert {
        path: str(file.role) for path, file in found.items() if file.role is not Role.OTHER
    } == {
        "features/a.sql": "feature",
        "q/train_set.sql": "train",
    }
    assert found["wide.sql"].text == "SELECT 'ä'\n"
    assert found["latin.sql"].unread == "found bytes that are not UTF-8, expected UTF-8 text"
    assert found["binary.sql"].unread
    assert found["dump.sql"].unread.startswith("found 4 MiB")
    assert resolver(tmp_path).run(CHECK).outcome == "INCONCLUSIVE"


def test_the_fingerprint_follows_the_text():
    one, two = (
        SqlFiles((SqlFile("a.sql", Role.OTHER, text),)) for text in ("SELECT 1", "SELECT 2")
    )
    assert one.fingerprint != two.fingerprint
    assert len(one) == 1


def test_deep_and_long_code_is_judged_all_the_same():
    deep = " + ".join(["'a'"] * 900)
    assert rules(PD + f"df[{deep}] = df['b'].shift(-1)") == ["T1"]
    assert rules(PD + f"df['a'] = df['b'].shift({' * '.join(['-1'] * 900)})") == []
    body = "    df = df.bfill()\n" * 100
    assert len(rules(PD + f"if x:\n{body}")) == 100
    assert sql_rules("SELECT " + "(" * 5000 + "LEAD(x) OVER (ORDER BY d)" + ")" * 5000) == ["T8"]
    assert sql_rules("SELECT " + "LEAD(x) OVER (ORDER BY d) + " * 300 + "1") == ["T8"]
