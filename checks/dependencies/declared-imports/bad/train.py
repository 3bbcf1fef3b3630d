import cv2
import numpy as np
import pytest
import yaml
from sklearn.linear_model import LogisticRegression
