import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from statsmodels.tsa.arima.model import ARIMA
from sklearn.metrics import mean_squared_error

def difference(x, lag=1):
    return np.array([x[i] - x[i - lag] for i in range(lag, len(x))])


series = pd.read_csv('shampoo.csv', header=0, index_col=0).squeeze('columns')
print(series.describe())
series.plot()
plt.savefig('series.png')
print('first diff std', difference(series.values).std())

X = series.values.astype(float)
size = int(len(X) * 0.66)
train, test = X[:size], X[size:]

# choose the order inside the training part
best = (np.inf, None)
inner = int(len(train) * 0.75)
for p in (0, 1, 2, 4):
    for d in (0, 1):
        for q in (0, 1):
            hist, err = list(train[:inner]), []
            try:
                for obs in train[inner:]:
                    f = ARIMA(hist, order=(p, d, q)).fit().forecast()[0]
                    err.append((f - obs) ** 2)
                    hist.append(obs)
            except Exception as e:
                print((p, d, q), e)
                continue
            rmse = np.sqrt(np.mean(err))
            if rmse < best[0]:
                best = (rmse, (p, d, q))
print('order', best)

# walk forward over the test part
history, predictions = list(train), []
for t in range(len(test)):
    model_fit = ARIMA(history, order=best[1]).fit()
    predictions.append(model_fit.forecast()[0])
    history.append(test[t])
print('Test RMSE: %.3f' % np.sqrt(mean_squared_error(test, predictions)))
plt.figure()
plt.plot(test)
plt.plot(predictions, color='red')
plt.savefig('walk.png')
