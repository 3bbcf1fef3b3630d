"""Predictions on the same rows before a mitigation."""

from __future__ import annotations

from pytest_mlgate.inputs import _evaluation
from pytest_mlgate.inputs._predictions import Predictions, Task
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@provides(adapt=Predictions.of)
def before_predictions(
    project: Project,
    *,
    path: str | None = None,
    uri: str | None = None,
    columns: dict[str, str] | None = None,
    favourable_label: str | int | float | bool | None = None,
    threshold: float | None = None,
    task: Task | None = None,
    timeout: float = 30.0,
) -> Predictions:
    """Provide the rows before mitigation that ``[inputs.before-predictions]`` names.

    The settings are those of ``[inputs.predictions]``.

    Settings
    --------
    path : none
        A file of the project, or an artifact such as ``runs:/<id>/predictions.parquet``.
    uri : none
        Tracking address for an artifact; by default ``MLFLOW_TRACKING_URI``.
    columns : {}
        Standard name -> name in the file.
    favourable-label : none
        The label that people want to get.
    threshold : none
        Decides from the score where there is no column y_pred.
    task : none
        ``binary``, ``multiclass`` or ``regression``.
    timeout : 30
        Seconds to wait for the tracking server.
    """
    request = _evaluation.Request("before-predictions", path, uri, columns or {}, timeout)
    said = _evaluation.Declared(favourable_label, threshold, task)
    return _evaluation.load(project, request, said, None, None)
