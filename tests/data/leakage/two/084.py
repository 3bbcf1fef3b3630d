from sklearn.neighbors import KNeighborsClassifier
from sklearn.datasets import load_digits
from sklearn.metrics import classification_report
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
import warnings
warnings.filterwarnings('ignore')

def get_data():
    d = load_digits()
    return d.data, d.target


X, y = get_data()
X_train, X_tmp, y_train, y_tmp = train_test_split(X, y, test_size=0.4, random_state=0, stratify=y)
X_val, X_test, y_val, y_test = train_test_split(X_tmp, y_tmp, test_size=0.5, random_state=0)

sc_train = StandardScaler()
X_train = sc_train.fit_transform(X_train)
sc_val = StandardScaler()
X_val = sc_val.fit_transform(X_val)  # leak: L3
sc_test = StandardScaler().fit(X_test)  # leak: L3
X_test = sc_test.transform(X_test)

best_k, best = None, 0
for k in (1, 3, 5, 7, 9):
    knn = KNeighborsClassifier(k).fit(X_train, y_train)
    acc = knn.score(X_val, y_val)
    print(k, acc)
    if acc > best:
        best_k, best = k, acc

knn = KNeighborsClassifier(best_k).fit(X_train, y_train)
print('test', knn.score(X_test, y_test))
print(classification_report(y_test, knn.predict(X_test)))
