# %%
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split

# %%
taxi = pd.read_csv('uber.csv', parse_dates=['pickup_datetime']).dropna()
taxi = taxi[taxi.fare_amount.between(2.5, 200)]
box = taxi.pickup_longitude.between(-75, -72) & taxi.pickup_latitude.between(40, 42)
box &= taxi.dropoff_longitude.between(-75, -72) & taxi.dropoff_latitude.between(40, 42)
taxi = taxi[box]
print(len(taxi))

# %%
def haversine(a, b, c, d):
    a, b, c, d = map(np.radians, (a, b, c, d))
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return 6371 * 2 * np.arcsin(np.sqrt(h))
taxi['km'] = haversine(taxi.pickup_latitude, taxi.pickup_longitude, taxi.dropoff_latitude, taxi.dropoff_longitude)
taxi['h'] = taxi.pickup_datetime.dt.hour / 23.0
taxi['wd'] = taxi.pickup_datetime.dt.weekday / 6.0

# %%
cols = ['km', 'h', 'wd', 'passenger_count', 'pickup_longitude', 'pickup_latitude', 'dropoff_longitude', 'dropoff_latitude']
X_train, X_test, y_train, y_test = train_test_split(taxi[cols].values.astype('float32'), taxi.fare_amount.values, test_size=.2, random_state=1)

# %%
norm = tf.keras.layers.Normalization()
norm.adapt(X_train)

# %%
model = tf.keras.Sequential([norm,
                             tf.keras.layers.Dense(64, 'relu'),
                             tf.keras.layers.Dense(64, 'relu'),
                             tf.keras.layers.Dense(1)])
model.compile(tf.keras.optimizers.Adam(1e-3), 'mae')
hist = model.fit(X_train, y_train, epochs=15, batch_size=512, validation_data=(X_test, y_test), verbose=2)

# %%
pd.DataFrame(hist.history).plot()
print('MAE', model.evaluate(X_test, y_test, verbose=0))
print('km only', np.mean(np.abs(y_test - np.poly1d(np.polyfit(X_train[:, 0], y_train, 1))(X_test[:, 0]))))
