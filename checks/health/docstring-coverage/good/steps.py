"""Steps."""


def step_0(x, y):
    """Return step 0 of x and y."""
    x = x * 0.0 + y
    x = x * 0.1 + y
    x = x * 0.2 + y
    x = x * 0.3 + y
    return x


def step_1(x, y):
    """Return step 1 of x and y."""
    x = x * 1.0 + y
    x = x * 1.1 + y
    x = x * 1.2 + y
    x = x * 1.3 + y
    return x
