#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import missingno as msno
from sklearn.preprocessing import StandardScaler, OneHotEncoder
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.impute import SimpleImputer

housing = pd.read_csv('datasets/housing/housing.csv')

# In[4]:

print(housing.shape)
housing.head()

# In[5]:

msno.matrix(housing)

# In[6]:

housing["income_cat"] = pd.cut(housing["median_income"], bins=[0., 1.5, 3.0, 4.5, 6., np.inf], labels=[1, 2, 3, 4, 5])
splitter = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=42)
for train_index, test_index in splitter.split(housing, housing["income_cat"]):
    strat_train_set = housing.loc[train_index]
    strat_test_set = housing.loc[test_index]
for set_ in (strat_train_set, strat_test_set):
    set_.drop("income_cat", axis=1, inplace=True)

# In[9]:

housing = strat_train_set.copy()
housing.plot(kind="scatter", x="longitude", y="latitude", alpha=0.4, c="median_house_value", cmap=plt.get_cmap("jet"))
plt.show()
corr_matrix = housing.corr(numeric_only=True)
corr_matrix["median_house_value"].sort_values(ascending=False)

# In[11]:

housing = strat_train_set.drop("median_house_value", axis=1)
housing_labels = strat_train_set["median_house_value"].copy()
num_attribs = list(housing.drop("ocean_proximity", axis=1))
num_pipeline = Pipeline([('imputer', SimpleImputer(strategy="median")), ('std_scaler', StandardScaler())])
full_pipeline = ColumnTransformer([("num", num_pipeline, num_attribs), ("cat", OneHotEncoder(), ["ocean_proximity"])])
housing_prepared = full_pipeline.fit_transform(housing)

# In[12]:

lin_reg = LinearRegression()
lin_reg.fit(housing_prepared, housing_labels)
some_data_prepared = full_pipeline.transform(housing.iloc[:5])
print("Predictions:", lin_reg.predict(some_data_prepared))
print('train rmse', np.sqrt(mean_squared_error(housing_labels, lin_reg.predict(housing_prepared))))

# In[13]:

forest = RandomForestRegressor(n_estimators=100, random_state=42)
forest.fit(housing_prepared, housing_labels)

# In[16]:

X_test = strat_test_set.drop("median_house_value", axis=1)
y_test = strat_test_set["median_house_value"].copy()
final_predictions = forest.predict(full_pipeline.transform(X_test))
print(np.sqrt(mean_squared_error(y_test, final_predictions)))

# In[17]:

plt.plot(np.array(y_test)[:100], label='true')
plt.plot(final_predictions[:100], label='pred')
plt.legend()
