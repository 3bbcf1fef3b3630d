import numpy as np
import pandas as pd
import joblib
from sklearn.pipeline import make_pipeline
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import mean_absolute_error
from lightgbm import early_stopping
from sklearn.model_selection import train_test_split
import warnings
warnings.filterwarnings('ignore')

"""Predict delivery time. Older experiments are kept at the top."""


def old_prepare(df):
    # v1 of the preprocessing, not used anymore
    df = df.fillna(df.mean(numeric_only=True))
    sc = StandardScaler()
    cols = df.select_dtypes('number').columns.drop('minutes')
    df[cols] = sc.fit_transform(df[cols])
    return train_test_split(df.drop(columns='minutes'), df['minutes'], test_size=0.2)


def prepare(df):
    df = df.copy()
    df['dist'] = np.hypot(df['lat2'] - df['lat1'], df['lon2'] - df['lon1'])
    df['rush'] = df['hour'].isin([8, 9, 17, 18]).astype(int)
    df = pd.get_dummies(df, columns=['vehicle', 'city'])
    X, y = df.drop(columns=['minutes', 'order_id']), df['minutes']
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    fill = X_train.median()
    return X_train.fillna(fill), X_test.fillna(fill), y_train, y_test


def main():
    df = pd.read_csv('orders.csv')
    # X_train, X_test, y_train, y_test = old_prepare(df)
    X_train, X_test, y_train, y_test = prepare(df)
    model = make_pipeline(StandardScaler(), MLPRegressor((64, 64), early_stopping=True, max_iter=500))
    model.fit(X_train, y_train)
    pred = model.predict(X_test)
    print('mae', mean_absolute_error(y_test, pred))
    print('baseline', mean_absolute_error(y_test, np.full(len(y_test), y_train.mean())))
    joblib.dump(model, 'delivery.joblib')


if __name__ == '__main__':
    main()
