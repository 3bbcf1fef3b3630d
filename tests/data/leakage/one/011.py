import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVR

data = pd.read_csv("airfoil_self_noise.dat", sep="\t", header=None)
tmp = train_test_split(data, test_size=0.25, random_state=12)
data, unseen = tmp[0], tmp[1]
all_features = data.iloc[:, :-1]
all_target = data.iloc[:, -1]

norm = MinMaxScaler()
norm.fit(all_features)
all_features = norm.transform(all_features)

svr = SVR(C=50, epsilon=0.5)
svr.fit(all_features, all_target)

u_x = norm.transform(unseen.iloc[:, :-1])
u_y = unseen.iloc[:, -1]
print("R2", svr.score(u_x, u_y))
