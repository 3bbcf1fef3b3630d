"""Packages that a project uses without importing them: tools, plugins, drivers, types."""

from __future__ import annotations

import re


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEVELOPMENT_TOOLS = _names(
    """
    autoflake autopep8 bandit basedpyright black blacken-docs build bump-my-version bump2version
    bumpversion check-manifest codecov codespell commitizen coverage coveralls cython deptry
    detect-secrets devpi-client doc8 docformatter flake8 flit flit-core furo gitlint hatch
    hatchling import-linter interrogate invoke isort jupyter-book jupytext licensecheck maturin
    mike mkdocs mkdocs-material mkdocstrings mutmut mypy myst-nb myst-parser nbconvert nbdev
    nbmake nbqa nbsphinx nbstripout nbval ninja nox numpydoc papermill pdm pdm-backend pip
    pip-audit pip-licenses pip-tools pipdeptree pipenv pipx poethepoet poetry poetry-core
    pre-commit prospector pybind11 pycodestyle pydocstyle pyflakes pylint pyment pyproject-hooks
    pyright pytest python-semantic-release pytype pyupgrade radon ruff safety scikit-build
    scikit-build-core semantic-release setuptools setuptools-scm sphinx towncrier tox twine ty
    typeguard uv versioneer virtualenv vulture watchfiles wheel xenon yamllint yapf
    """
)
"""Command-line tools, build tools and what documentation is made with."""

RUNTIME_TOOLS = _names(
    """
    apache-airflow awscli bentoml black cml conda dagster-webserver dbt-core dvc evidently-cli
    gdown great-expectations gunicorn huggingface-cli hypercorn ipykernel ipympl ipython
    ipywidgets jupyter jupyter-client jupyter-console jupyter-core jupyter-server jupyterhub
    jupyterlab kaggle kedro kedro-viz label-studio mlserver nbdime nbformat notebook prefect
    streamlit superset supervisor tensorboard uvicorn uwsgi voila waitress
    """
)
"""Servers, notebooks and command lines that are started, not imported."""

INDIRECT = _names(
    """
    accelerate adlfs alembic bitsandbytes bottleneck brotli certifi cffi cramjam crc32c cryptography
    cx-oracle databricks-sql-connector duckdb-engine einops et-xmlfile fastavro fastparquet
    fsspec gcsfs graphviz greenlet h5py hiredis html5lib httptools hvac idna imageio-ffmpeg
    itsdangerous jinja2 kaleido llvmlite lxml lz4 markupsafe mysql-connector-python mysqlclient
    nodejs-bin numexpr odfpy openpyxl oracledb orjson pandas-gbq pillow protobuf psycopg
    psycopg-binary psycopg2 psycopg2-binary pyarrow pydot pymysql pyodbc pyreadstat
    python-calamine python-dotenv python-multipart python-snappy pytz pyxlsb redshift-connector
    s3fs sacremoses safetensors sentencepiece snowflake-sqlalchemy sqlalchemy-bigquery
    sqlalchemy-redshift tables tabulate tiktoken triton tzdata ujson
    urllib3 uvloop websockets xlrd xlsxwriter zarr zstandard
    """
)
"""Drivers, engines and formats that another library imports when it finds them."""

_PLUGIN = re.compile(
    r"(pytest|types|flake8|pylint|sphinx|sphinxcontrib|mkdocs|mypy|dvc|kedro|jupyterlab|jupyter|"
    r"hatch|poetry-plugin|tox|nbconvert|airflow-providers|apache-airflow-providers|dbt|"
    r"opentelemetry-instrumentation|opentelemetry-exporter|nvidia|intel|autogluon|mlflow|keras|"
    r"google-cloud|azure|ipython|tensorboard-plugin|setuptools|pre-commit|pylsp|prefect)-.+"
    r"|.+-(stubs|plugin|plugins|cli|driver|hooks|theme)|pylsp|types-.+"
)


def is_not_imported(name: str) -> bool:
    """Whether a distribution (normalised name) is there for something else than an import."""
    known = DEVELOPMENT_TOOLS | RUNTIME_TOOLS | INDIRECT
    return name in known or _PLUGIN.fullmatch(name) is not None
