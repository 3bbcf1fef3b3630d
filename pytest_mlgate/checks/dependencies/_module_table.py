"""Which distributions bring a module: what is widely known, for packages not installed here."""

from __future__ import annotations

from collections.abc import Mapping

_OTHER_NAME = """
    absl absl-py
    airflow apache-airflow apache-airflow-*
    albumentations albumentations albumentationsx
    apiclient google-api-python-client
    attr attrs
    azureml azureml-*
    bayes_opt bayesian-optimization
    Bio biopython
    boruta boruta boruta-py
    box python-box
    bs4 beautifulsoup4 bs4
    bson pymongo bson
    caffe2 torch
    causalimpact pycausalimpact tfcausalimpact causalimpact
    chromadb chromadb chromadb-client
    clip clip openai-clip clip-anytorch
    colour colour-science
    community python-louvain
    Crypto pycryptodome pycrypto
    Cryptodome pycryptodomex
    cudf cudf cudf-cu11 cudf-cu12 cudf-cu13
    cuml cuml cuml-cu11 cuml-cu12 cuml-cu13
    cupy cupy cupy-cuda11x cupy-cuda12x cupy-cuda13x
    cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless opencv py-opencv libopencv
    dask dask dask-core
    dateutil python-dateutil
    decouple python-decouple
    dicom pydicom
    distributed distributed dask
    docker docker docker-py
    docx python-docx
    dotenv python-dotenv
    dvclive dvclive dvc
    edgar edgartools
    engineio python-engineio
    faiss faiss-cpu faiss-gpu faiss-gpu-cu12 faiss
    ffmpeg ffmpeg-python
    fitz pymupdf
    gi pygobject
    git gitpython
    github pygithub
    gitlab python-gitlab
    google.api_core google-api-core
    google.appengine appengine-python-standard
    google.auth google-auth
    google.cloud.aiplatform google-cloud-aiplatform
    google.cloud.bigquery google-cloud-bigquery
    google.cloud.ndb google-cloud-ndb
    google.cloud.storage google-cloud-storage
    google.genai google-genai
    google.generativeai google-generativeai
    google.oauth2 google-auth
    google.protobuf protobuf
    google.rpc googleapis-common-protos
    google.type googleapis-common-protos
    googleapiclient google-api-python-client
    graphviz graphviz python-graphviz
    grpc grpcio
    grpc_health grpcio-health-checking
    grpc_tools grpcio-tools
    haiku dm-haiku
    hydra hydra-core
    igraph igraph python-igraph
    imblearn imbalanced-learn
    ipykernel ipykernel jupyter notebook jupyterlab
    IPython ipython jupyter ipykernel notebook jupyterlab ipywidgets
    ipywidgets ipywidgets jupyter
    iterstrat iterative-stratification
    jaxlib jaxlib jax
    jose python-jose
    jupyter_client jupyter-client jupyter ipykernel notebook jupyterlab
    jupyter_core jupyter-core jupyter notebook jupyterlab
    jwt pyjwt
    kafka kafka-python kafka-python-ng
    kagglesdk kagglesdk kaggle
    keras keras tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos keras-nightly tf-keras
    kerastuner keras-tuner
    langchain_core langchain-core langchain
    ldap python-ldap
    libcloud apache-libcloud
    lightning_fabric lightning lightning-fabric pytorch-lightning
    lightning_utilities lightning-utilities lightning pytorch-lightning
    llama_cpp llama-cpp-python
    llama_index llama-index llama-index-core
    magic python-magic
    matplotlib matplotlib matplotlib-base
    mlflow mlflow mlflow-skinny
    mpl_toolkits matplotlib matplotlib-base basemap
    msgpack msgpack msgpack-python
    mysql mysql-connector-python mysql-connector
    MySQLdb mysqlclient
    nbconvert nbconvert jupyter notebook jupyterlab
    nbformat nbformat jupyter notebook jupyterlab nbconvert
    notebook notebook jupyter
    nvidia nvidia-dali-*
    onnxruntime onnxruntime onnxruntime-gpu onnxruntime-directml onnxruntime-openvino
    OpenGL pyopengl
    OpenSSL pyopenssl
    orbax orbax-checkpoint orbax orbax-export
    osgeo gdal
    paddle paddlepaddle paddlepaddle-gpu
    patoolib patool
    PIL pillow pillow-simd
    pkg_resources setuptools
    playhouse peewee
    psycopg psycopg psycopg-binary
    psycopg2 psycopg2 psycopg2-binary
    pyarrow pyarrow pyarrow-core
    pycocotools pycocotools pycocotools-windows
    pylab matplotlib matplotlib-base
    pymc pymc pymc-base
    pynvml nvidia-ml-py pynvml nvidia-ml-py3
    pyro pyro-ppl pyro4
    pyspark pyspark databricks-connect pyspark-client pyspark-connect
    pythoncom pywin32
    pythonjsonlogger python-json-logger
    pytorch_lightning pytorch-lightning lightning
    pywintypes pywin32
    pywt pywavelets
    ray ray ray-core ray-default ray-all
    rdkit rdkit rdkit-pypi
    redis redis redis-py
    rest_framework djangorestframework
    rest_framework_simplejwt djangorestframework-simplejwt
    ruamel.yaml ruamel-yaml
    scikitplot scikit-plot
    serial pyserial
    skbio scikit-bio
    skfuzzy scikit-fuzzy
    skimage scikit-image
    sklearn scikit-learn sklearn
    sklearnex scikit-learn-intelex
    skmultilearn scikit-multilearn
    skopt scikit-optimize
    sksurv scikit-survival
    slugify python-slugify
    snowflake snowflake-connector-python snowflake-snowpark-python snowflake-ml-python
    socketio python-socketio
    socks pysocks
    sonnet dm-sonnet
    speech_recognition speechrecognition
    spellchecker pyspellchecker
    surprise scikit-surprise surprise
    tables tables pytables
    tabula tabula-py
    talib ta-lib
    telegram python-telegram-bot
    tensorboard tensorboard tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos
    tensorflow tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos tensorflow-intel tf-nightly
    tensorflow_core tensorflow tensorflow-cpu tensorflow-gpu
    tensorflow_data_validation tensorflow-data-validation tfx
    tensorflow_estimator tensorflow-estimator tensorflow
    tensorflow_model_analysis tensorflow-model-analysis tfx
    tensorflow_serving tensorflow-serving-api tensorflow-serving-api-gpu
    tensorflow_transform tensorflow-transform tfx
    theano theano theano-pymc
    thop ultralytics-thop thop
    tlz toolz cytoolz
    torch torch pytorch pytorch-cpu pytorch-gpu
    torchvision torchvision torchvision-cpu
    torio torchaudio
    ubjson py-ubjson
    umap umap-learn
    usb pyusb
    websocket websocket-client
    win32api pywin32
    win32com pywin32
    win32con pywin32
    xgboost xgboost xgboost-cpu py-xgboost py-xgboost-cpu py-xgboost-gpu
    Xlib python-xlib
    yaml pyyaml
    zmq pyzmq
"""  # noqa: E501

OTHER_NAME: Mapping[str, tuple[str, ...]] = {
    words[0]: tuple(words[1:]) for words in map(str.split, _OTHER_NAME.strip().splitlines())
}
"""Module -> distributions of which one suffices, where the names differ or are several."""

_SAME_NAME = """
    argcmdr clu fabric ml_dtypes nncf nbclient retrying strictyaml x2paddle
    accelerate adjustText aenum aiofiles aiohttp aiokafka aioredis alembic alibi alibi_detect
    allennlp altair amqp anndata ansi2html anthropic anyio apscheduler arch argon2_cffi arrow
    arviz asgiref astroML astropy asttokens async_timeout asyncpg attrs authlib autogluon
    autograd awswrangler babel backoff bambi bcolz bcrypt beautifulsoup4 behave bentoml
    biopandas biotite bitsandbytes blosc bokeh boltons BorutaShap boto boto3 botocore bottleneck
    branca cachetools cairosvg captum cartopy catboost category_encoders causalml celery certifi
    cffi cftime chardet charset_normalizer chart_studio cleanlab clearml click clipboard
    cloudpathlib cloudpickle cmaes cmdstanpy cobra codecarbon colorama colorcet coloredlogs
    colorlog colorthief comet_ml conda confection configargparse confluent_kafka contextily
    contextlib2 control cookiecutter copulas coremltools coverage cryptography ctgan cufflinks
    curl_cffi cvxopt cvxpy cycler cymem Cython cytoolz dagster darts dash
    dash_bootstrap_components dask_cuda dask_ml databricks_cli dataclasses_json datasets
    datashader dateparser deap decorator deepchecks deepdiff deepface deepspeed defusedxml
    deltalake detectron2 diffusers dill dirty_cat dj_database_url django dnspython docopt
    docutils dowhy dtreeviz duckdb dvc dynaconf econml einops elasticsearch elasticsearch_dsl
    eli5 emcee emoji en_core_web_lg en_core_web_md en_core_web_sm ensure evaluate evidently
    execnet fairlearn fairseq faker falcon fancyimpute fastai fastapi fastavro fastcore
    fastparquet fasttext fbprophet feather_format feature_engine featuretools feedparser
    filelock filterpy finrl fiona flair flaml flash_attn flask flask_bootstrap flask_caching
    flask_cors flask_login flask_migrate flask_restful flask_socketio flask_sqlalchemy flask_wtf
    flax flwr folium frozendict fsspec ftfy functions_framework fuzzywuzzy fvcore gast gcsfs
    gdown gensim geocoder geopandas geopy geoviews gevent ggplot glmnet glom gluoncv gluonts
    google_auth_oauthlib google_cloud_pipeline_components googlemaps gplearn GPy gpytorch gql
    gradio graphene great_expectations gspread gunicorn gym gymnasium h2o h5py hdbscan hiplot
    hmmlearn hnswlib holidays holoviews httptools httpx huggingface_hub humanize hvplot
    hypercorn hyperopt hypothesis ibis imagecodecs imagehash imageio imgaug iminuit implicit
    impyute imutils inflect inflection influxdb_client intake interpret invoke isodate
    itsdangerous janome jax jellyfish jieba jinja2 jiwer joblib jpeg4py json5 jsonlines
    jsonpickle jsonschema jupytext kaggle kagglehub kats kedro keras_tuner kernel_tuner kfp
    kmodes kneed kornia kubernetes langchain langchain_community langchain_openai langdetect
    langfuse langgraph langid librosa lifelines lifetimes lightfm lightgbm lightly lightning
    lime linearmodels litellm lizard llvmlite locust loguru loky lxml mako mapie markdown
    markdown2 markupsafe marshmallow memory_profiler metaflow minepy minio missingno mlserver
    mlxtend mmcv mmdet mmengine modal modin monai mongoengine more_itertools moto moviepy mpi4py
    mpl_finance msal msrest mss mxnet mypy_extensions natsort neptune netCDF4 netifaces networkx
    neuralprophet nibabel nilearn nlpaug nltk nni nose numba numcodecs numexpr numpy
    numpy_financial numpyro nvtabular oauth2client oauthlib ollama omegaconf onnx onnxmltools
    onnxslim opacus openai opencage openml openmm openpyxl openvino opt_einsum optax optimum
    optuna optuna_dashboard optuna_integration orjson ortools osmnx packaging palettable pandas
    pandas_datareader pandas_gbq pandas_profiling pandas_ta pandasql pandera panel papermill
    param paramiko parso passlib pathlib2 pathos patsy peewee peft pelican pendulum pexpect
    pgmpy phik pinecone pingouin pint plotly plotnine pluggy plumbum pmdarima polars pooch
    portalocker postgres pqdm praw prefect pretty_midi prettytable prince prometheus_client
    prompt_toolkit prophet proto_plus psutil psycopg_pool psygnal ptyprocess pulp pyathena
    pybind11 pycaret pycodestyle pycountry pydantic pydantic_settings pydeck pydicom pydot pydub
    pyfiglet pyFTS pygam pygame pygments pygraphviz pygsheets pyhive pyinstrument pykalman
    pykeen pyLDAvis pymannkendall pymc3 pymilvus pymongo pymoo pymssql pymysql pynndescent pyod
    pyodbc pyomo pyparsing pypdf pyperclip pyppeteer pyproj pypyr pyreadr pyreadstat pyro_ppl
    pyrsistent pyshacl pysolr pystac pystan pytesseract pytest pytest_asyncio pytest_benchmark
    pytest_mlgate pytest_mock pytorch_tabnet pyttsx3 pytz pyvis pyvista pyviz_comms
    qdrant_client qgrid qiskit quantstats questdb questionary rapidfuzz rasterio regex reportlab
    requests requests_mock requests_oauthlib requests_toolbelt responses retry retrying rich
    rioxarray river ruptures s3fs s3transfer sacrebleu sacred safetensors sagemaker SALib scanpy
    schedule schema scipy scispacy scrapy seaborn selenium semver sendgrid sentence_transformers
    sentencepiece sentry_sdk seqeval setfit setuptools sh shap shapely shortuuid simplejson
    simpy six skl2onnx sklearn_crfsuite sklearn_pandas skops skorch sktime slack_sdk smart_open
    smogn sniffio snorkel sortedcontainers soundfile spacy spektral sqlalchemy sqlalchemy_utils
    sqlmodel sqlparse squarify stable_baselines3 stanza starlette statsforecast statsmodels
    stevedore stop_words streamlit streamlit_authenticator streamz structlog stumpy
    supersmoother supervision sweetviz swifter sympy tableone tabpfn tabulate tenacity
    tensorboardX tensorflow_addons tensorflow_datasets tensorflow_hub tensorflow_probability
    tensorflow_text tensorflowjs tensorly tensorrt termcolor testcontainers text2vec textacy
    textblob textdistance tf_agents tf_keras tf_slim tflite_runtime tfx thefuzz thinc
    threadpoolctl tifffile tiktoken timm tinydb tokenizers toml tomli tomlkit toolz
    torch_geometric torch_xla torchattacks torchaudio torchdata torchdiffeq torchinfo
    torchmetrics torchsummary torchtext tornado tpot tqdm traitlets transformers treeinterpreter
    trio tritonclient trl tsfresh tslearn tweepy twine twython typeguard typer typing_extensions
    tzlocal ujson ultralytics unidecode unittest2 urlextract urllib3 uvicorn uvloop
    vaderSentiment vaex validators vectorbt vega_datasets visdom vllm voluptuous wandb watchdog
    watchfiles weasyprint weaviate_client webcolors webdriver_manager websockets werkzeug wget
    whylogs window_ops woodwork wordcloud workalendar wrapt wtforms xarray xformers xhtml2pdf
    xlrd xlsxwriter xlwt xmltodict xxhash yacs yarl ydata_profiling yellowbrick yfinance zarr
    zenml zstandard
"""

SAME_NAME = frozenset(_SAME_NAME.split())
"""Modules of which the distribution has the same name, up to case and dashes."""

_PLATFORM = """
    awsglue dbruntime google.colab js kaggle_datasets kaggle_environments kaggle_evaluation
    kaggle_secrets kaggle_web_client mssparkutils notebookutils pyodide pyspark.dbutils synapse
"""

PLATFORM = frozenset(_PLATFORM.split())
"""Modules that a hosted notebook or cluster brings; no distribution has them."""

_OLD_STANDARD_LIBRARY = """
    __builtin__ asynchat asyncore BaseHTTPServer cgi cgitb chunk commands ConfigParser Cookie
    cookielib copy_reg cPickle crypt cStringIO distutils exceptions HTMLParser httplib imghdr
    imp lib2to3 md5 msilib nis nntplib ossaudiodev pipes Queue sets sha smtpd sndhdr
    SocketServer spwd StringIO sunau telnetlib thread Tkinter tkMessageBox urllib2 urlparse
    UserDict uu xdrlib xmlrpclib
"""

OLD_STANDARD_LIBRARY = frozenset(_OLD_STANDARD_LIBRARY.split())
"""Modules of the standard library of other versions of Python."""
