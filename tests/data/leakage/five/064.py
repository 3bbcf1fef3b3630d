# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras import layers

# %%
df = pd.read_csv('concrete_data.csv')
y = df.pop('Strength')
df.hist(figsize=(9, 9));

# %%
X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.2, random_state=12)

# %%
scaler = StandardScaler().fit(X_train)
y_scaler = StandardScaler().fit(y_train.values.reshape(-1, 1))
X = scaler.transform(df)          # only for the plot of all predictions at the end
Xtr = scaler.transform(X_train)
Xte = scaler.transform(X_test)
ytr = y_scaler.transform(y_train.values.reshape(-1, 1))

# %%
model = keras.Sequential([layers.Dense(64, activation='relu', input_shape=[8]),
                          layers.Dense(64, activation='relu'),
                          layers.Dense(1)])
model.compile(loss='mse', optimizer=keras.optimizers.RMSprop(0.001))
early = keras.callbacks.EarlyStopping(monitor='val_loss', patience=15)
model.fit(Xtr, ytr, epochs=500, validation_split=0.2, callbacks=[early], verbose=0)

# %%
pred = y_scaler.inverse_transform(model.predict(Xte)).ravel()
print('test MAE', np.mean(np.abs(pred - y_test)))

# %%
import matplotlib.pyplot as plt
plt.scatter(y, y_scaler.inverse_transform(model.predict(X)), s=5)
plt.plot([0, 80], [0, 80], 'k--')
