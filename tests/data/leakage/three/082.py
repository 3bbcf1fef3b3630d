# coding: utf-8
# In[1]:
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

# In[2]:
airfoil = pd.read_csv("airfoil_self_noise.dat", sep="\t", header=None)
airfoil.columns = ["freq", "angle", "chord", "vel", "thick", "spl"]
airfoil["freq"] = np.log(airfoil["freq"])

# In[3]:
trainX, testX, trainY, testY = train_test_split(
    airfoil.drop("spl", axis=1).values, airfoil["spl"].values, test_size=0.2, random_state=24
)

# In[4]:
sx = StandardScaler()
trainX = sx.fit_transform(trainX)
testX = sx.transform(testX)

# In[5]:
grid = GridSearchCV(
    SVR(),
    param_grid={"C": [1, 10, 100, 1000], "gamma": [0.05, 0.1, 0.5], "epsilon": [0.1, 0.5]},
    cv=5,
    scoring="r2",
    n_jobs=-1,
)
grid.fit(trainX, trainY)
print(grid.best_params_, grid.best_score_)

# In[6]:
out = grid.predict(testX)
print("RMSE", np.sqrt(mean_squared_error(testY, out)))
print("R2", r2_score(testY, out))

# In[7]:
# final model for the design tool
X_full = np.vstack([trainX, testX])
y_full = np.concatenate([trainY, testY])
final = SVR(**grid.best_params_).fit(X_full, y_full)
pd.to_pickle((sx, final), "airfoil_svr.pkl")
