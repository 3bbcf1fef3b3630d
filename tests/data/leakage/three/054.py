# In[1]:
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.feature_selection import SelectFromModel, mutual_info_regression
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

# In[2]:
ames = pd.read_csv("AmesHousing.csv").drop(columns=["Order", "PID"])
ames = ames[ames["Gr Liv Area"] < 4000]
ames["SalePrice"] = np.log(ames["SalePrice"])

# In[3]:
none_cols = ames.select_dtypes("object").columns
ames[none_cols] = ames[none_cols].fillna("None")
num_cols = ames.select_dtypes("number").columns
ames[num_cols] = ames[num_cols].fillna(0)

# In[4]:
plt.figure(figsize=(12, 9))
sns.heatmap(ames[num_cols].corr(), vmax=0.8, square=True)

# In[5]:
ames["TotalSF"] = ames["Total Bsmt SF"] + ames["1st Flr SF"] + ames["2nd Flr SF"]
y = ames.pop("SalePrice")
X = pd.get_dummies(ames, dtype=float)

# In[6]:
sfm = SelectFromModel(RandomForestRegressor(200, random_state=0), max_features=40)
sfm.fit(X, y)  # leak: L4
X = X.loc[:, sfm.get_support()]
X.columns

# In[7]:
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=10)
ridge = RidgeCV(alphas=np.logspace(-2, 3, 20)).fit(X_train, y_train)
print(ridge.alpha_)
print("R2 test", r2_score(y_test, ridge.predict(X_test)))
