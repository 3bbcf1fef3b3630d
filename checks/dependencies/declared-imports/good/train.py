import json

import cv2
import numpy as np
from features import encode
from sklearn.linear_model import LogisticRegression

try:
    import xgboost
except ImportError:
    xgboost = None
