# In[1]:
import numpy as np
import pandas as pd
from sklearn.linear_model import HuberRegressor, LassoCV
from sklearn.metrics import median_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures, StandardScaler

# In[2]:
diam = pd.read_csv("diamonds.csv", index_col=0)
diam = diam[(diam[["x", "y", "z"]] > 0).all(axis=1)]
diam = diam[diam["y"] < 20]
diam["cut"] = diam["cut"].map({"Fair": 0, "Good": 1, "Very Good": 2, "Premium": 3, "Ideal": 4})
diam["color"] = diam["color"].map({c: i for i, c in enumerate("JIHGFED")})
diam["clarity"] = diam["clarity"].map(
    {c: i for i, c in enumerate(["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"])}
)

# In[3]:
log_tf = FunctionTransformer(np.log1p)
diam[["carat", "x", "y", "z"]] = log_tf.fit_transform(diam[["carat", "x", "y", "z"]])
y = np.log(diam.pop("price"))

# In[4]:
poly = PolynomialFeatures(degree=2, include_bias=False)
features = poly.fit_transform(diam)
names = poly.get_feature_names_out(diam.columns)
print(features.shape)

# In[5]:
f_tr, f_te, y_tr, y_te = train_test_split(features, y, test_size=0.3, random_state=40)
lasso = make_pipeline(StandardScaler(), LassoCV(cv=4, n_alphas=30)).fit(f_tr, y_tr)
huber = make_pipeline(StandardScaler(), HuberRegressor(max_iter=500)).fit(f_tr, y_tr)
for m in (lasso, huber):
    print(m[-1].__class__.__name__, median_absolute_error(np.exp(y_te), np.exp(m.predict(f_te))))
print(pd.Series(lasso[-1].coef_, names).abs().nlargest(10))
