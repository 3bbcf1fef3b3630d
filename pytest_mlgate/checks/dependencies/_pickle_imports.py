"""What a pickle may import without being asked about.

Reading an allow-list by package would not do: ``numpy.f2py``, ``pandas.read_pickle``,
``joblib.load`` and ``numpy.core._ufunc_reconstruct`` run whatever they are given.  Listed are
data types, the functions that rebuild them, and classes of scikit-learn that hold parameters.
Left out on purpose: the distributions of ``scipy.stats`` (they run text from their own state
when they are loaded), ``functools.partial`` and ``builtins.getattr`` (they reach anything).
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from functools import cache

_ESTIMATORS = [
    "calibration",
    "cluster",
    "compose",
    "covariance",
    "cross_decomposition",
    "decomposition",
    "discriminant_analysis",
    "dummy",
    "ensemble",
    "exceptions",
    "feature_extraction",
    "feature_selection",
    "frozen",
    "gaussian_process",
    "grid_search",
    "impute",
    "isotonic",
    "kernel_approximation",
    "kernel_ridge",
    "lda",
    "linear_model",
    "manifold",
    "mixture",
    "model_selection",
    "multiclass",
    "multioutput",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "pipeline",
    "preprocessing",
    "qda",
    "random_projection",
    "semi_supervised",
    "svm",
    "tree",
]
_SIDE_EFFECTS = [
    "Connection",
    "Listener",
    "Memory",
    "Parallel",
    "Path",
    "Pool",
    "Popen",
    "Process",
    "Queue",
    "Thread",
]
_STATISTICS = "auc|r2|_(?:score|loss|error|kernel|distances|deviance|curve|coef|coefficient|scorer)"
_ALLOWED: Sequence[str] = (
    # Python itself.
    r"builtins\.(?:bool|bytearray|bytes|complex|dict|float|frozenset|int|list|object|range|set"
    r"|slice|str|tuple|Ellipsis|NotImplemented|\w+(?:Error|Warning)|Exception)",
    r"collections\.(?:ChainMap|Counter|OrderedDict|UserDict|UserList|defaultdict|deque)",
    r"copyreg\.(?:_reconstructor|__newobj__|__newobj_ex__)",
    r"_codecs\.encode",
    r"array\.(?:array|_array_reconstructor)",
    r"datetime\.(?:date|datetime|time|timedelta|timezone)",
    r"decimal\.Decimal|fractions\.Fraction|uuid\.UUID|re\._compile",
    r"pathlib\.(?:Pure)?(?:Posix|Windows)?Path",
    # NumPy.
    r"numpy\._?core\.multiarray\.(?:_reconstruct|scalar)",
    r"numpy\._?core\.numeric\._frombuffer",
    r"numpy\.(?:ndarray|dtype|matrix|recarray|generic|number|void|str_|bytes_|object_"
    r"|bool_?|u?int\d*|u?intc|u?longlong|float\d+|complex\d+|longdouble|datetime64|timedelta64"
    r"|str|int|float|object|unicode_|string_)",
    r"numpy\.rec\.(?:recarray|record)|numpy\.(?:_?core\.records\.)?record",
    r"numpy\.dtypes\.\w+DType",
    r"numpy\.ma(?:\.core)?\.(?:MaskedArray|MaskedConstant|_mareconstruct)",
    r"numpy\.random\.(?:_pickle\.)?__(?:randomstate|RandomState|generator|bit_generator)_ctor",
    r"numpy\.random\.(?:mtrand\.RandomState|_generator\.Generator"
    r"|_(?:mt19937|pcg64|philox|sfc64)\.[A-Z]\w*|bit_generator\.(?:SeedSequence|__pyx_unpickle_\w+))",
    r"numpy(?:\._?core\._multiarray_umath)?\."
    r"(?:log|log1p|log2|log10|exp|expm1|sqrt|cbrt|square|abs|absolute|sin|cos|tanh|isnan|mean"
    r"|median|nanmean|nanmedian|sum|std|var)",
    # SciPy.
    r"scipy\.sparse\.(?:_?\w+\.)?(?:csr|csc|coo|bsr|dia|dok|lil)_(?:matrix|array)",
    r"scipy\.interpolate\.(?:_?\w+\.)?(?:interp1d|BSpline|CubicSpline|PchipInterpolator|PPoly"
    r"|UnivariateSpline|InterpolatedUnivariateSpline|RegularGridInterpolator)",
    r"scipy\.spatial\.(?:_?\w+\.)?c?KDTree(?:Node)?",
    r"scipy\.special\._ufuncs\.(?:expit|logit)",
    # pandas.
    r"pandas\.core\.(?:frame\.DataFrame|series\.Series|flags\.Flags)",
    r"pandas\.(?:DataFrame|Series|Index|MultiIndex|RangeIndex|Timestamp|Timedelta|Categorical)",
    r"pandas\.(?:arrays\.\w+Array|\w+Dtype)",
    r"pyarrow\.lib\.(?:_restore_array|py_buffer|type_for_alias)",
    r"pandas\.core\.internals\.(?:\w+\.)?(?:Single)?BlockManager",
    r"pandas\.(?:core\.internals|_libs\.internals)\.(?:blocks\.|managers\.)?"
    r"(?:new_block|_unpickle_block|BlockPlacement)",
    r"pandas\.(?:core\.)?index(?:es)?\.(?:\w+\.)?(?:\w*Index|FrozenList)",
    r"pandas\.(?:core\.)?index(?:es)?\.(?:\w+\.)?_new_(?:\w*Index)",
    r"pandas\.tseries\.(?:index|period|tdi)\.(?:_new_)?\w*Index",
    r"pandas\.(?:tseries|_libs\.tslibs)\.offsets\.(?:[A-Z]\w*|__pyx_unpickle_\w+)",
    r"pandas\._libs\.tslibs\.(?:\w+\.)?(?:Timestamp|Timedelta|NaTType|Period|_nat_unpickle"
    r"|__nat_unpickle|_timedelta_unpickle|_unpickle_timestamp|_period_unpickle)",
    r"pandas\._libs\.(?:interval\.Interval|missing\.NAType|missing\.NA|\w+\.__pyx_unpickle_\w+)",
    r"pandas\.core\.arrays\.(?:\w+\.)*\w+Array",
    r"pandas\.core\.(?:arrays\.)?categorical\.Categorical",
    r"pandas\.core\.(?:dtypes\.dtypes|arrays\.\w+)\.\w+Dtype(?:Type)?",
    # scikit-learn: classes, and functions that only compute.
    rf"sklearn\.(?:{'|'.join(_ESTIMATORS)})(?:\.\w+)*\."
    rf"(?!(?:{'|'.join(_SIDE_EFFECTS)})$)_*[A-Z]\w*",
    r"sklearn\.(?:base|_loss\.\w+|metrics\._scorer"
    r"|metrics\._dist_metrics|metrics\._pairwise_distances_reduction\.\w+)\.(?!Parallel$)_*[A-Z]\w*",
    r"sklearn\.utils\.(?:_bunch\.)?Bunch",
    rf"sklearn\.metrics(?:\.\w+)*\.\w*(?:{_STATISTICS})",
    r"sklearn\.feature_selection\.\w+\.(?:chi2|f_\w+|r_regression|mutual_info_\w+)",
    r"sklearn\.(?:neighbors|metrics)\.(?:_?\w+\.)*newObj",
    r"(?:sklearn(?:\.\w+)+|_loss)\.__pyx_unpickle_\w+|_loss\.Cy\w+",
    r"sklearn\.preprocessing\.\w+\._identity",
    r"(?:sklearn\.externals\.)?joblib\.numpy_pickle\.NumpyArrayWrapper",
    # Gradient boosting.
    r"xgboost\.(?:core\.Booster|sklearn\.XGB\w+|compat\.XGBoostLabelEncoder)",
    r"lightgbm\.(?:basic\.Booster|sklearn\.LGBM\w+|compat\._?LGBMLabelEncoder)",
    r"catboost\.core\.CatBoost\w*",
    # What torch.load(weights_only=True) admits, and the names of TorchScript, which are no modules.
    r"__torch__\.[\w.]+",
    r"torch\._utils\._rebuild_(?:tensor(?:_v2|_v3)?|parameter(?:_with_state)?|qtensor"
    r"|sparse_tensor|meta_tensor_no_storage)",
    r"torch\.(?:storage\.)?(?:\w+Storage|Size|Tensor|device|layout|dtype|Generator"
    r"|u?int\d+|b?float\d+|complex\d+|bool|strided|per_tensor_affine|per_channel_affine)",
    r"torch\._tensor\._rebuild_from_type_v2|torch\.nn\.parameter\.(?:Parameter|Buffer)"
    r"|torch\.serialization\._get_layout",
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(_ALLOWED), re.ASCII)


def forbidden(imports: Iterable[str], allow: Sequence[str] = ()) -> list[str]:
    """Return the imports that a pickle may not have.

    Parameters
    ----------
    imports:
        Dotted names.
    allow:
        Names and globs that the project allows beside the built-in list.
    """
    return [
        name
        for name in imports
        if not _pattern().fullmatch(name)
        and not any(fnmatch.fnmatchcase(name.replace(":", "."), glob) for glob in allow)
    ]
