# In[1]:
import numpy as np
import matplotlib.pyplot as plt
from sklearn.cross_decomposition import PLSRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import GridSearchCV, cross_val_predict, KFold
from sklearn.preprocessing import normalize
from scipy.signal import savgol_filter

# In[2]:
nir = np.genfromtxt("corn_nir.csv", delimiter=",", skip_header=1)
spectra, moisture = nir[:, 1:], nir[:, 0]
plt.plot(spectra.T, lw=0.3)


# In[3]:
# standard normal variate: each spectrum with its own mean and deviation
def snv(s):
    return (s - s.mean(axis=1, keepdims=True)) / s.std(axis=1, keepdims=True)


smooth = savgol_filter(snv(spectra), 15, 2, deriv=1, axis=1)
smooth = normalize(smooth)

# In[4]:
# samples are numbered by date; every fourth is kept for the test
te = np.arange(len(smooth)) % 4 == 3
calib, calib_y = smooth[~te], moisture[~te]

centre = calib.mean(axis=0)
calib = calib - centre
valid = smooth[te] - centre

# In[5]:
kf = KFold(6, shuffle=True, random_state=0)
gs = GridSearchCV(PLSRegression(scale=False), {"n_components": range(1, 16)}, cv=kf, scoring="neg_mean_squared_error")
gs.fit(calib, calib_y)
n = gs.best_params_["n_components"]

# In[6]:
pls = PLSRegression(n, scale=False)
cvp = cross_val_predict(pls, calib, calib_y, cv=kf).ravel()
pls.fit(calib, calib_y)
print("components", n)
print("RMSECV", np.sqrt(mean_squared_error(calib_y, cvp)))
print("RMSEP ", np.sqrt(mean_squared_error(moisture[te], pls.predict(valid).ravel())))
