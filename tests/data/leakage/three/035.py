import numpy as np
import pandas as pd
import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint
from sklearn.preprocessing import RobustScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class TurbineData(pl.LightningDataModule):
    def __init__(self, csv, window=48, batch_size=128):
        super().__init__()
        self.save_hyperparameters()
        self.scaler = RobustScaler()

    def _windows(self, a):
        w = self.hparams.window
        x = np.lib.stride_tricks.sliding_window_view(a, w, axis=0)[:-1].transpose(0, 2, 1)
        return TensorDataset(torch.tensor(x.copy()).float(), torch.tensor(a[w:, 0]).float())

    def setup(self, stage=None):
        df = pd.read_csv(self.hparams.csv, parse_dates=["time"], index_col="time").ffill(limit=3).dropna()
        df["wd_sin"] = np.sin(np.deg2rad(df["wind_dir"]))
        df["wd_cos"] = np.cos(np.deg2rad(df["wind_dir"]))
        a = df[["power", "wind_speed", "wd_sin", "wd_cos"]].values
        i, j = int(0.7 * len(a)), int(0.85 * len(a))
        self.scaler.fit(a[:i])
        a = self.scaler.transform(a)
        self.train_set, self.val_set, self.test_set = map(self._windows, (a[:i], a[i:j], a[j:]))

    def train_dataloader(self):
        return DataLoader(self.train_set, self.hparams.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, 512)

    def test_dataloader(self):
        return DataLoader(self.test_set, 512)


class Forecaster(pl.LightningModule):
    def __init__(self, n_in=4, hidden=32):
        super().__init__()
        self.rnn = nn.GRU(n_in, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.out(self.rnn(x)[0][:, -1]).squeeze(1)

    def _step(self, batch, name):
        x, y = batch
        loss = nn.functional.l1_loss(self(x), y)
        self.log(name, loss, prog_bar=True)
        return loss

    def training_step(self, b, _):
        return self._step(b, "train_mae")

    def validation_step(self, b, _):
        self._step(b, "val_mae")

    def test_step(self, b, _):
        self._step(b, "test_mae")

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), 1e-3)


if __name__ == "__main__":
    pl.seed_everything(1)
    dm = TurbineData("turbine.csv")
    ck = ModelCheckpoint(monitor="val_mae")
    tr = pl.Trainer(max_epochs=60, callbacks=[EarlyStopping("val_mae", patience=6), ck])
    tr.fit(Forecaster(), dm)
    tr.test(ckpt_path="best", datamodule=dm)
