"""The predictions of the model under test."""

from __future__ import annotations

from pytest_mlgate.inputs import _evaluation
from pytest_mlgate.inputs._predictions import Predictions as Predictions
from pytest_mlgate.inputs._predictions import Task
from pytest_mlgate.inputs.holdout import Holdout
from pytest_mlgate.inputs.model import Model
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@provides(adapt=Predictions.of)
def predictions(
    project: Project,
    model: Model | None = None,
    holdout: Holdout | None = None,
    *,
    path: str | None = None,
    uri: str | None = None,
    columns: dict[str, str] | None = None,
    favourable_label: str | int | float | bool | None = None,
    threshold: float | None = None,
    task: Task | None = None,
    timeout: float = 30.0,
) -> Predictions:
    """Provide the evaluation rows that ``[inputs.predictions]`` names.

    They come from a file, from an artifact of a tracking run, or from the model and the
    holdout of the configuration, in this order of preference.

    Settings
    --------
    path : none
        A CSV, Parquet, Feather, JSON or JSON-lines file of the project, or an artifact such
        as ``runs:/<id>/predictions.parquet`` or ``models:/income@challenger/eval.json``.
    uri : none
        Tracking address for an artifact; by default ``MLFLOW_TRACKING_URI``.
    columns : {}
        Standard name -> name in the file, such as ``{y_true = "income", score = "p"}``.  The
        standard names are row_id, y_true, y_pred, score, weight, cluster_id and time.
    favourable-label : none
        The label that people want to get.  Not needed where the labels are 0 and 1, of which
        1 is then favourable.
    threshold : none
        Decides from the score where there is no column y_pred.
    task : none
        ``binary``, ``multiclass`` or ``regression``.
    timeout : 30
        Seconds to wait for the tracking server.
    """
    request = _evaluation.Request("predictions", path, uri, columns or {}, timeout)
    said = _evaluation.Declared(favourable_label, threshold, task)
    return _evaluation.load(project, request, said, model, holdout)
