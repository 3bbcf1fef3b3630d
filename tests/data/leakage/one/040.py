import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def score_dataset(X_train, X_valid, y_train, y_valid):
    model = RandomForestRegressor(n_estimators=10, random_state=0)
    model.fit(X_train, y_train)
    return mean_absolute_error(y_valid, model.predict(X_valid))


melb = pd.read_csv("melb_data.csv")
y = melb.Price
X = melb.drop(["Price"], axis=1).select_dtypes(exclude=["object"])
X_train, X_valid, y_train, y_valid = train_test_split(X, y, train_size=0.8, random_state=0)

my_imputer = SimpleImputer()
imputed_X_train = pd.DataFrame(my_imputer.fit_transform(X_train), columns=X_train.columns)
imputed_X_valid = pd.DataFrame(my_imputer.transform(X_valid), columns=X_valid.columns)
print("MAE (imputation):", score_dataset(imputed_X_train, imputed_X_valid, y_train, y_valid))
