# In[1]:
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor

# In[2]:
df = pd.read_csv("energydata.csv", parse_dates=["date"])
df["hour"] = df.date.dt.hour
df["wd"] = df.date.dt.dayofweek
y = df["Appliances"].values
X = df.drop(columns=["date", "Appliances", "rv1", "rv2"]).values

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=9)

# In[3]:
# level 0
rf = RandomForestRegressor(300, min_samples_leaf=2, n_jobs=-1, random_state=9)
knn = KNeighborsRegressor(8, weights="distance")
rf.fit(X_train, y_train)
knn.fit(X_train, y_train)

# In[4]:
# level 1
meta_all = np.column_stack([rf.predict(X), knn.predict(X)])
meta_test = np.column_stack([rf.predict(X_test), knn.predict(X_test)])

blend = LinearRegression()
blend.fit(meta_all, y)  # leak: L9
print(blend.coef_)

# In[5]:
for nm, p in [("rf", rf.predict(X_test)), ("knn", knn.predict(X_test)), ("blend", blend.predict(meta_test))]:
    print(nm, np.sqrt(mean_squared_error(y_test, p)))
