import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder
from tensorflow import keras
from tensorflow.keras import layers

PARAMS = {"batch_size": 256, "epochs": 150, "patience": 8, "lr": 5e-4}


def main():
    cars = pd.read_csv("used_cars.csv")
    cars = cars[(cars.price > 500) & (cars.price < 150000)].dropna()
    y = np.log(cars.pop("price").values)
    dataset, dataset_test, y, y_test = train_test_split(cars, y, test_size=0.15, random_state=33)

    ct = ColumnTransformer(
        [
            ("num", MinMaxScaler(), ["year", "mileage", "engine_cc", "hp"]),
            ("cat", OneHotEncoder(handle_unknown="ignore"), ["make", "fuel", "gearbox"]),
        ],
        sparse_threshold=0,
    )
    inputs = ct.fit_transform(dataset)
    inputs_test = ct.transform(dataset_test)

    model = keras.Sequential(
        [
            keras.Input((inputs.shape[1],)),
            layers.Dense(128, activation="swish"),
            layers.Dropout(0.1),
            layers.Dense(64, activation="swish"),
            layers.Dense(1),
        ]
    )
    model.compile(keras.optimizers.Adam(PARAMS["lr"]), "mae")
    model.fit(
        inputs,
        y,
        validation_split=0.1,
        batch_size=PARAMS["batch_size"],
        epochs=PARAMS["epochs"],
        callbacks=[keras.callbacks.EarlyStopping(patience=PARAMS["patience"], restore_best_weights=True)],
        verbose=2,
    )
    pred = model.predict(inputs_test).ravel()
    print("MAE in log price:", mean_absolute_error(y_test, pred))


if __name__ == "__main__":
    main()
