from scipy import stats


def compare(a, b):
    found = stats.ttest_ind(a, b, equal_var=False)
    low, high = found.confidence_interval()
    return found.pvalue, low, high
