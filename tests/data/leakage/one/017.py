import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer
from sklearn.metrics import mean_squared_error

ins = pd.read_csv("insurance.csv")
ins["smoker"] = (ins.smoker == "yes") * 1
ins["sex"] = (ins.sex == "male") * 1
ins = ins.drop("region", axis=1)

Xfull, yfull = ins.drop("charges", axis=1), ins["charges"]
Xa, Xtest, ya, ytest = train_test_split(Xfull, yfull, test_size=0.2, random_state=8)
Xtrain, Xval, ytrain, yval = train_test_split(Xa, ya, test_size=0.25, random_state=8)

ptr = PowerTransformer()
Xtrain_t = ptr.fit_transform(Xtrain)
Xval_t = ptr.transform(Xval)
Xtest_t = PowerTransformer().fit_transform(Xtest)  # leak: L3

lm = LinearRegression().fit(Xtrain_t, ytrain)
print("val", mean_squared_error(yval, lm.predict(Xval_t)))
print("test", mean_squared_error(ytest, lm.predict(Xtest_t)))
