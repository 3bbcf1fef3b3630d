import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import time
from sklearn.utils import shuffle
from sklearn.preprocessing import OrdinalEncoder
from sklearn.model_selection import KFold
from xgboost import XGBRegressor
from sklearn.metrics import mean_absolute_error
import pandas as pd
import warnings
warnings.filterwarnings('ignore')

TARGET = 'loss'
N = 5

train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
print(train.shape, test.shape)
y = np.log(train[TARGET] + 200)
cats = [c for c in train.columns if c.startswith('cat')]
conts = [c for c in train.columns if c.startswith('cont')]

oof = np.zeros(len(train))
pred = np.zeros(len(test))
kf = KFold(N, shuffle=True, random_state=111)
for k, (a, b) in enumerate(kf.split(train)):
    t0 = time.time()
    enc = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1)
    A = np.hstack([enc.fit_transform(train.loc[a, cats]), train.loc[a, conts].values])
    B = np.hstack([enc.transform(train.loc[b, cats]), train.loc[b, conts].values])
    T = np.hstack([enc.transform(test[cats]), test[conts].values])
    model = XGBRegressor(n_estimators=700, learning_rate=0.05, max_depth=8, subsample=0.8, colsample_bytree=0.5, min_child_weight=6)
    model.fit(A, y.iloc[a])
    oof[b] = model.predict(B)
    pred += model.predict(T) / N
    mae = mean_absolute_error(np.exp(y.iloc[b]), np.exp(oof[b]))
    print('fold %d MAE %.3f  %.0fs' % (k, mae, time.time() - t0))

print('OOF MAE', mean_absolute_error(np.exp(y), np.exp(oof)))
plt.hist(oof - y, bins=100)
plt.savefig('resid.png')
sub = pd.DataFrame({'id': test['id'], TARGET: np.exp(pred) - 200})
sub.to_csv('sub_xgb.csv', index=False)
pd.DataFrame({'id': train['id'], 'oof': oof}).to_csv('oof_xgb.csv', index=False)
