#!/usr/bin/env python
# coding: utf-8


# In[1]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.cluster import MiniBatchKMeans

taxi = pd.read_csv('nyc_taxi_train.csv', parse_dates=['pickup_datetime'])
taxi = taxi[(taxi.trip_duration > 60) & (taxi.trip_duration < 7200)]
taxi['log_dur'] = np.log1p(taxi['trip_duration'])

# In[4]:

# Check the distribution
taxi.isnull().sum()

# In[6]:

taxi.describe().T

# In[9]:

taxi.columns

# In[10]:

# ### Missing values
taxi.describe(include='all')

# In[13]:

taxi['hour'] = taxi.pickup_datetime.dt.hour
taxi['wd'] = taxi.pickup_datetime.dt.weekday
taxi['dist'] = np.hypot(taxi.pickup_latitude - taxi.dropoff_latitude, taxi.pickup_longitude - taxi.dropoff_longitude)
# map of all pickups coloured by cluster, for the slides
demo = MiniBatchKMeans(30, n_init=3).fit_predict(taxi[['pickup_latitude', 'pickup_longitude']])
plt.scatter(taxi.pickup_longitude, taxi.pickup_latitude, c=demo, s=0.1, cmap='tab20')
plt.show()

# In[15]:

tr, va = train_test_split(taxi, test_size=0.2, random_state=1987)
tr, va = tr.copy(), va.copy()
coords = np.vstack([tr[['pickup_latitude', 'pickup_longitude']].values, tr[['dropoff_latitude', 'dropoff_longitude']].values])
km = MiniBatchKMeans(n_clusters=100, batch_size=10000, n_init=3).fit(coords)
for d in (tr, va):
    d['pc'] = km.predict(d[['pickup_latitude', 'pickup_longitude']].values)
    d['dc'] = km.predict(d[['dropoff_latitude', 'dropoff_longitude']].values)
speed = tr.groupby('pc')['dist'].mean()
tr['pc_dist'], va['pc_dist'] = tr['pc'].map(speed), va['pc'].map(speed)

# In[16]:

f = ['hour', 'wd', 'dist', 'pc', 'dc', 'pc_dist', 'passenger_count', 'vendor_id']
model = LGBMRegressor(n_estimators=600, num_leaves=127)
model.fit(tr[f], tr['log_dur'])
p = model.predict(va[f])
y_va = va['log_dur'].values
print('rmsle', np.sqrt(np.mean((p - y_va) ** 2)))

# In[17]:

sns.histplot(y_va - p, bins=50)
plt.title('residuals')
plt.show()

# In[19]:

plt.scatter(y_va, p, s=4, alpha=0.5)
plt.xlabel('true')
plt.ylabel('predicted')
plt.show()
