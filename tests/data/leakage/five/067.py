import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.neural_network import MLPRegressor
from sklearn.metrics import mean_squared_error


class Data:
    """Holds the turbine data, splits by unit (last 20 units are for testing)"""

    def __init__(self, path, n_test_units=20):
        self.df = pd.read_csv(path, sep=r'\s+', header=None)
        self.df.columns = ['unit', 'cycle', 's1', 's2', 's3'] + ['m%d' % i for i in range(21)]
        life = self.df.groupby('unit')['cycle'].transform('max')
        self.df['rul'] = (life - self.df['cycle']).clip(upper=125)
        units = self.df['unit'].unique()
        self.test_units = units[-n_test_units:]
        self.scaler = StandardScaler()
        self.features = ['s1', 's2', 's3'] + ['m%d' % i for i in range(21)]

    def get(self):
        is_test = self.df['unit'].isin(self.test_units)
        tr, te = self.df[~is_test], self.df[is_test]
        self.scaler.fit(tr[self.features])
        out = []
        for part in (tr, te):
            out.append(self.scaler.transform(part[self.features]))
            out.append(part['rul'].values)
        return out


def main():
    X_train, y_train, X_test, y_test = Data('CMAPSS/train_FD001.txt').get()
    # early_stopping takes 10% of the training data
    mlp = MLPRegressor((64, 32), early_stopping=True, max_iter=300, random_state=0)
    mlp.fit(X_train, y_train)
    for name, X, y in (('train', X_train, y_train), ('test', X_test, y_test)):
        print(name, 'rmse', np.sqrt(mean_squared_error(y, mlp.predict(X))))


if __name__ == '__main__':
    main()
