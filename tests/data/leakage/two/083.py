import pandas as pd
import argparse
import optuna
from sklearn.impute import SimpleImputer
from sklearn.svm import SVC
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from sklearn.metrics import balanced_accuracy_score
import optuna
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.decomposition import PCA
from sklearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
import warnings
warnings.filterwarnings('ignore')

def get_args():
    p = argparse.ArgumentParser()
    p.add_argument('--trials', type=int, default=60)
    p.add_argument('--seed', type=int, default=13)
    return p.parse_args()


def make(trial):
    kind = trial.suggest_categorical('kind', ['svc', 'lr'])
    if kind == 'svc':
        est = SVC(C=trial.suggest_float('svc_c', 1e-2, 1e2, log=True), gamma=trial.suggest_float('g', 1e-4, 1, log=True))
    else:
        est = LogisticRegression(C=trial.suggest_float('lr_c', 1e-3, 1e2, log=True), max_iter=1000)
    steps = [('imp', SimpleImputer())]
    if trial.suggest_categorical('pca', [True, False]):
        steps += [('sc', StandardScaler()), ('pca', PCA(trial.suggest_int('n', 2, 10)))]
    else:
        steps += [('sc', MinMaxScaler())]
    return Pipeline(steps + [('est', est)])


def main():
    args = get_args()
    df = pd.read_csv('parkinsons.csv').drop(columns='name')
    y = df.pop('status')
    X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.25, stratify=y, random_state=args.seed)

    def objective(trial):
        return cross_val_score(make(trial), X_train, y_train, cv=5, scoring='balanced_accuracy').mean()

    study = optuna.create_study(direction='maximize', sampler=optuna.samplers.TPESampler(seed=args.seed))
    study.optimize(objective, n_trials=args.trials)
    best = make(optuna.trial.FixedTrial(study.best_params))
    best.fit(X_train, y_train)
    print('cv', study.best_value)
    print('test', balanced_accuracy_score(y_test, best.predict(X_test)))


if __name__ == '__main__':
    main()
