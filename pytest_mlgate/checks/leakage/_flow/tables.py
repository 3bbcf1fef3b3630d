"""Names of the libraries' classes and functions, by what fitting or calling them does."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


class Kind(StrEnum):
    """What fitting something learns."""

    SCALE = "scaler"
    IMPUTE = "imputer"
    ENCODE = "encoder"
    TARGET = "target encoder"
    VECTORISE = "vectoriser"
    PROJECT = "projection"
    SELECT = "selector"
    OVERSAMPLE = "oversampler"
    UNDERSAMPLE = "undersampler"
    STATELESS = "stateless transformer"
    SEARCH = "search"
    MODEL = "model"
    STATISTIC = "statistic"
    TABLE = "table of statistics"
    GROUP_TARGET = "mean of the target by group"


LEARNING = frozenset(
    {Kind.SCALE, Kind.IMPUTE, Kind.ENCODE, Kind.TARGET, Kind.VECTORISE, Kind.PROJECT, Kind.SELECT}
)
"""Transformers whose result depends on the rows they were fitted on."""

_CLASSES: dict[Kind, frozenset[str]] = {
    Kind.SCALE: words(
        "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler QuantileTransformer "
        "PowerTransformer KBinsDiscretizer SplineTransformer KernelCenterer Normalization "
        "StandardScalerModel YeoJohnsonTransformer BoxCoxTransformer LogCpTransformer "
        "EqualWidthDiscretiser EqualFrequencyDiscretiser Winsorizer QuantileDiscretizer"
    ),
    Kind.IMPUTE: words(
        "SimpleImputer Imputer KNNImputer IterativeImputer MissForest MeanMedianImputer "
        "CategoricalImputer RandomSampleImputer SoftImpute DataFrameImputer"
    ),
    Kind.ENCODE: words(
        "OneHotEncoder OrdinalEncoder LabelEncoder LabelBinarizer MultiLabelBinarizer "
        "StringIndexer OneHotEncoderEstimator BinaryEncoder BaseNEncoder HelmertEncoder "
        "SumEncoder BackwardDifferenceEncoder RareLabelEncoder MultiColumnLabelEncoder "
        "DictVectorizer StringLookup IntegerLookup"
    ),
    Kind.TARGET: words(
        "TargetEncoder LeaveOneOutEncoder CatBoostEncoder JamesSteinEncoder MEstimateEncoder "
        "WOEEncoder GLMMEncoder MeanEncoder TargetEncoderCV WoEEncoder"
    ),
    Kind.VECTORISE: words(
        "CountVectorizer TfidfVectorizer TfidfTransformer Tokenizer TextVectorization IDF "
        "CountEncoder CountFrequencyEncoder"
    ),
    Kind.PROJECT: words(
        "PCA IncrementalPCA KernelPCA SparsePCA MiniBatchSparsePCA TruncatedSVD NMF FastICA "
        "FactorAnalysis LatentDirichletAllocation LinearDiscriminantAnalysis LDA TSNE UMAP Isomap "
        "LocallyLinearEmbedding MDS SpectralEmbedding DictionaryLearning KMeans MiniBatchKMeans "
        "GaussianMixture BayesianGaussianMixture DBSCAN AgglomerativeClustering Birch MeanShift "
        "RBFSampler Nystroem RandomTreesEmbedding NeighborhoodComponentsAnalysis PLSRegression "
        "BernoulliRBM"
    ),
    Kind.SELECT: words(
        "SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe GenericUnivariateSelect RFE "
        "RFECV SelectFromModel SequentialFeatureSelector BorutaPy Boruta VarianceThreshold "
        "ExhaustiveFeatureSelector MRMR ReliefF ChiSqSelector SmartCorrelatedSelection "
        "DropCorrelatedFeatures DropConstantFeatures DropDuplicateFeatures"
    ),
    Kind.OVERSAMPLE: words(
        "SMOTE SMOTENC SMOTEN BorderlineSMOTE SVMSMOTE KMeansSMOTE ADASYN RandomOverSampler "
        "SMOTEENN SMOTETomek SMOTER CTGAN"
    ),
    Kind.UNDERSAMPLE: words(
        "RandomUnderSampler NearMiss TomekLinks EditedNearestNeighbours AllKNN ClusterCentroids "
        "RepeatedEditedNearestNeighbours CondensedNearestNeighbour OneSidedSelection "
        "NeighbourhoodCleaningRule InstanceHardnessThreshold"
    ),
    Kind.STATELESS: words(
        "Normalizer FunctionTransformer HashingVectorizer PolynomialFeatures Binarizer HashingTF "
        "VectorAssembler RegexTokenizer StopWordsRemover FeatureHasher Bucketizer "
        "ColumnSelector AdditiveChi2Sampler HashingEncoder CyclicalFeatures"
    ),
    Kind.SEARCH: words(
        "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV BayesSearchCV "
        "TuneSearchCV TuneGridSearchCV OptunaSearchCV EvolutionaryAlgorithmSearchCV TPOTClassifier "
        "TPOTRegressor CrossValidator"
    ),
}
KIND_OF = {name: kind for kind, names in _CLASSES.items() for name in names}

CATEGORIES_ONLY = words(
    "OneHotEncoder OrdinalEncoder LabelEncoder LabelBinarizer MultiLabelBinarizer StringIndexer "
    "OneHotEncoderEstimator BinaryEncoder BaseNEncoder HelmertEncoder SumEncoder "
    "BackwardDifferenceEncoder MultiColumnLabelEncoder DictVectorizer StringLookup IntegerLookup"
)
"""Encoders that learn no more than which categories there are."""

DRAWN = words("TSNE MDS SpectralEmbedding")
"""Projections that cannot be applied to other rows: of all rows together they make a picture."""

LIBRARIES = words(
    "sklearn imblearn category_encoders feature_engine pyspark keras tensorflow tf skopt cuml "
    "dask_ml mlxtend boruta umap sklearn_pandas missingpy fancyimpute h2o tpot optuna sklearnex "
    "skrub openTSNE tune_sklearn smogn ctgan sdv nltk xgboost lightgbm catboost"
)
"""Packages whose classes the table above knows."""
UNSUPERVISED_SELECTORS = words(
    "VarianceThreshold SmartCorrelatedSelection DropCorrelatedFeatures DropConstantFeatures "
    "DropDuplicateFeatures"
)
CONTAINERS = words(
    "Pipeline make_pipeline make_imb_pipeline ColumnTransformer make_column_transformer "
    "FeatureUnion make_union DataFrameMapper make_pipeline_imb"
)
WRAPPERS = words(
    "MultiOutputClassifier MultiOutputRegressor OneVsRestClassifier OneVsOneClassifier "
    "CalibratedClassifierCV BaggingClassifier BaggingRegressor AdaBoostClassifier "
    "VotingClassifier StackingClassifier VotingRegressor StackingRegressor "
    "TransformedTargetRegressor KerasClassifier KerasRegressor"
)
SPLITTERS = words(
    "KFold StratifiedKFold GroupKFold RepeatedKFold RepeatedStratifiedKFold StratifiedGroupKFold "
    "ShuffleSplit StratifiedShuffleSplit GroupShuffleSplit LeaveOneOut LeavePOut LeaveOneGroupOut "
    "LeavePGroupsOut TimeSeriesSplit PredefinedSplit MultilabelStratifiedKFold "
    "MultilabelStratifiedShuffleSplit PurgedKFold PurgedGroupTimeSeriesSplit"
)
SPLIT_FUNCTIONS = words(
    "train_test_split iterative_train_test_split train_test_split_grouped random_split "
    "temporal_train_test_split"
)
CROSS_VALIDATIONS = words(
    "cross_val_score cross_validate cross_val_predict permutation_test_score learning_curve "
    "validation_curve"
)
SCALING_FUNCTIONS = words(
    "scale minmax_scale maxabs_scale robust_scale power_transform quantile_transform zscore "
    "boxcox yeojohnson"
)
SELECTING_FUNCTIONS = words(
    "f_classif f_regression chi2 mutual_info_classif mutual_info_regression r_regression"
)
RESAMPLING_FUNCTIONS = words("resample")
STATISTICS = words(
    "mean median std var quantile min max mode nanmean nanmedian nanstd nanpercentile "
    "percentile average amin amax ptp skew describe"
)
METRICS = re.compile(
    r"accuracy_score|balanced_accuracy_score|f1_score|fbeta_score|precision_score|recall_score|"
    r"roc_auc_score|average_precision_score|classification_report|confusion_matrix|log_loss|"
    r"brier_score_loss|mean_(squared|absolute|squared_log|absolute_percentage)_error|r2_score|"
    r"root_mean_squared_(log_)?error|explained_variance_score|cohen_kappa_score|matthews_corrcoef|"
    r"roc_curve|precision_recall_curve|precision_recall_fscore_support|hamming_loss|jaccard_score|"
    r"median_absolute_error|max_error|top_k_accuracy_score|auc_score|plot_confusion_matrix|"
    r"ConfusionMatrixDisplay|RocCurveDisplay|plot_roc_curve|rmse|mae|mse|rmsle|mape|smape"
)
CURVES = words(
    "classification_report confusion_matrix roc_curve precision_recall_curve "
    "plot_confusion_matrix ConfusionMatrixDisplay RocCurveDisplay plot_roc_curve"
)
MODEL_NAME = re.compile(
    r"(Classifier|Regressor|Regression|Sequential|Lasso|Ridge|ElasticNet|Lars|SVC|SVR|SVM|NB|"
    r"Perceptron|Prophet|ARIMA|Booster|Stump|Net|Model|Tree|Forest|Boost|Neighbors|Bayes|Machine)"
    r"(CV)?$|^(SVC|SVR|NuSVC|LinearSVC|CatBoost|TabNet\w*|H2O\w+|Lasso\w*|Ridge\w*|Logit|OLS|GLM)$"
)
EARLY_STOPPING = re.compile(
    r"EarlyStopping|early_stopping|ModelCheckpoint|use_best_model|"
    r"early_stopping_rounds|od_wait|od_type|early_stop"
)
EVALUATION_SETS = words("eval_set validation_data evals valid_sets eval_data validation_set")

_TRAIN = r"(?:train|training|trn|tr|past)"
_TEST = r"(?:test|testing|tst|te|holdout|hold_out|hold|unseen|future)"
_VALIDATION = r"(?:validation|valid|val|vld|va|dev|eval|oof|cv)"
_AFFIX = r"(?:x|y|df|data|dataset|ds|set|images?|labels?|features?|target|loader|gen|generator|dl)?"


def _side(word: str) -> re.Pattern[str]:
    edge = r"(?:^|[^a-z])"
    return re.compile(rf"{edge}{_AFFIX}{word}{_AFFIX}(?:\d*)(?:$|[^a-z])")


_SIDES = (("test", _side(_TEST)), ("validation", _side(_VALIDATION)), ("train", _side(_TRAIN)))
_NO_SIDE = re.compile(
    r"result|metric|report|config|param|pred|score|acc|loss|error|size|len|rmse|mae|path|file|dir|"
    r"idx_col|url|name|"
    r"(outlier|missing|null|nan|min|max|mean|median|mode|std|corr|p|fill|unique|key|abs)s?_val"
)


@lru_cache(4096)
def side_of_name(name: str) -> str:
    """Return ``train``, ``test`` or ``validation`` when a name says so, else an empty string.

    ``X_test``, ``xtest``, ``df_test1`` and ``testX`` are test parts; ``latest`` is not.
    """
    lowered = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", name).lower()
    if _NO_SIDE.search(lowered):
        return ""
    found = [side for side, pattern in _SIDES if pattern.search(lowered)]
    if found == ["test", "train"] or found == ["validation", "train"]:
        return ""  # train_test, both
    return found[0] if found else ""


def side_of_text(text: str) -> str:
    """Return the side that the parts of a path name, the last one first."""
    parts = [re.sub(r"\.\w+$", "", part) for part in re.split(r"[/\\\s]", text) if part]
    return next((side for part in reversed(parts) if (side := side_of_name(part))), "")


_LABEL = re.compile(
    r"^(y|Y|ys|[yY]_\w+|[yY](train|test|val|valid)\w*|labels?|targets?|outcomes?|classes)$"
    r"|_(labels?|targets?|y)$|^(train|test|val)_?[yY]$"
)


@lru_cache(4096)
def is_label_name(name: str) -> bool:
    """Whether a variable of that name usually holds what is predicted."""
    return bool(_LABEL.search(name))


TARGET_COLUMN = re.compile(
    r"^(target|label|labels|y|class|outcome|survived|saleprice|churn|default|diagnosis|"
    r"is_fraud|isfraud|quality|species|exited|loan_status|attrition)$",
    re.IGNORECASE,
)
"""Usual names of the column that is predicted."""
