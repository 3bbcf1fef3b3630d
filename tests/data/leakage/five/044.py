#!/usr/bin/env python
# coding: utf-8

# In[1]:


import pandas as pd
import numpy as np
from surprise import SVD, Dataset, Reader, accuracy
from surprise.model_selection import train_test_split, GridSearchCV


# In[2]:


ratings = pd.read_csv('ml-latest-small/ratings.csv')
movies = pd.read_csv('ml-latest-small/movies.csv')
ratings['rating'].hist(bins=10)


# In[3]:


print('users', ratings.userId.nunique(), 'movies', ratings.movieId.nunique())
popular = ratings.groupby('movieId').size().sort_values(ascending=False)
movies.set_index('movieId').loc[popular.index[:10], 'title']


# In[4]:


reader = Reader(rating_scale=(0.5, 5))
data = Dataset.load_from_df(ratings[['userId', 'movieId', 'rating']], reader)
trainset, testset = train_test_split(data, test_size=0.2, random_state=1)


# In[5]:


algo = SVD(n_factors=50, n_epochs=30, reg_all=0.05)
algo.fit(trainset)
pred = algo.test(testset)
accuracy.rmse(pred)
accuracy.mae(pred)


# In[6]:


# recommendations: use all the ratings
full = data.build_full_trainset()
algo.fit(full)
seen = set(ratings[ratings.userId == 15].movieId)
cand = [(m, algo.predict(15, m).est) for m in movies.movieId if m not in seen]
top = sorted(cand, key=lambda t: t[1], reverse=True)[:10]
movies[movies.movieId.isin([m for m, _ in top])]
