"""A model that can be asked for predictions."""

from __future__ import annotations

from pytest_mlgate.inputs._models import Model as Model
from pytest_mlgate.inputs._models import from_settings
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@provides(adapt=Model.of, runs_code=True)
def model(
    project: Project,
    *,
    path: str | None = None,
    uri: str | None = None,
    trust: str | None = None,
    timeout: float = 30.0,
) -> Model:
    """Provide the model that ``[inputs.model]`` names; it is loaded when it is first asked.

    Settings
    --------
    path : none
        ``models:/<name>@<alias>``, ``models:/<name>/<version>``, ``runs:/<id>/<artifact>``,
        a folder of the project with an ``MLmodel`` file, or ``module:function`` of the
        project that returns a model.
    uri : none
        Tracking address; by default ``MLFLOW_TRACKING_URI``.
    trust : none
        Loading a pickle runs code of whoever wrote it.  A model that contains one is loaded
        only when this is its ``sha256:...``, which the refusal prints.
    timeout : 30
        Seconds to wait for the tracking server.
    """
    return from_settings(project, "model", path=path, uri=uri, trust=trust, timeout=timeout)
