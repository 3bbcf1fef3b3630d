def step_0(x, y):
    x = x * 0.0 + y
    x = x * 0.1 + y
    x = x * 0.2 + y
    x = x * 0.3 + y
    return x


def step_1(x, y):
    x = x * 1.0 + y
    x = x * 1.1 + y
    x = x * 1.2 + y
    x = x * 1.3 + y
    return x


def step_2(x, y):
    x = x * 2.0 + y
    x = x * 2.1 + y
    x = x * 2.2 + y
    x = x * 2.3 + y
    return x


def step_3(x, y):
    x = x * 3.0 + y
    x = x * 3.1 + y
    x = x * 3.2 + y
    x = x * 3.3 + y
    return x


def step_4(x, y):
    x = x * 4.0 + y
    x = x * 4.1 + y
    x = x * 4.2 + y
    x = x * 4.3 + y
    return x


def step_5(x, y):
    x = x * 5.0 + y
    x = x * 5.1 + y
    x = x * 5.2 + y
    x = x * 5.3 + y
    return x


def step_6(x, y):
    x = x * 6.0 + y
    x = x * 6.1 + y
    x = x * 6.2 + y
    x = x * 6.3 + y
    return x


def step_7(x, y):
    x = x * 7.0 + y
    x = x * 7.1 + y
    x = x * 7.2 + y
    x = x * 7.3 + y
    return x


def step_8(x, y):
    x = x * 8.0 + y
    x = x * 8.1 + y
    x = x * 8.2 + y
    x = x * 8.3 + y
    return x


def step_9(x, y):
    x = x * 9.0 + y
    x = x * 9.1 + y
    x = x * 9.2 + y
    x = x * 9.3 + y
    return x


def step_10(x, y):
    x = x * 10.0 + y
    x = x * 10.1 + y
    x = x * 10.2 + y
    x = x * 10.3 + y
    return x


def step_11(x, y):
    x = x * 11.0 + y
    x = x * 11.1 + y
    x = x * 11.2 + y
    x = x * 11.3 + y
    return x


def step_12(x, y):
    x = x * 12.0 + y
    x = x * 12.1 + y
    x = x * 12.2 + y
    x = x * 12.3 + y
    return x


def step_13(x, y):
    x = x * 13.0 + y
    x = x * 13.1 + y
    x = x * 13.2 + y
    x = x * 13.3 + y
    return x


def step_14(x, y):
    x = x * 14.0 + y
    x = x * 14.1 + y
    x = x * 14.2 + y
    x = x * 14.3 + y
    return x


def step_15(x, y):
    x = x * 15.0 + y
    x = x * 15.1 + y
    x = x * 15.2 + y
    x = x * 15.3 + y
    return x


def step_16(x, y):
    x = x * 16.0 + y
    x = x * 16.1 + y
    x = x * 16.2 + y
    x = x * 16.3 + y
    return x


def step_17(x, y):
    x = x * 17.0 + y
    x = x * 17.1 + y
    x = x * 17.2 + y
    x = x * 17.3 + y
    return x


def step_18(x, y):
    x = x * 18.0 + y
    x = x * 18.1 + y
    x = x * 18.2 + y
    x = x * 18.3 + y
    return x


def step_19(x, y):
    x = x * 19.0 + y
    x = x * 19.1 + y
    x = x * 19.2 + y
    x = x * 19.3 + y
    return x


def step_20(x, y):
    x = x * 20.0 + y
    x = x * 20.1 + y
    x = x * 20.2 + y
    x = x * 20.3 + y
    return x


def step_21(x, y):
    x = x * 21.0 + y
    x = x * 21.1 + y
    x = x * 21.2 + y
    x = x * 21.3 + y
    return x


def step_22(x, y):
    x = x * 22.0 + y
    x = x * 22.1 + y
    x = x * 22.2 + y
    x = x * 22.3 + y
    return x


def step_23(x, y):
    x = x * 23.0 + y
    x = x * 23.1 + y
    x = x * 23.2 + y
    x = x * 23.3 + y
    return x


def step_24(x, y):
    x = x * 24.0 + y
    x = x * 24.1 + y
    x = x * 24.2 + y
    x = x * 24.3 + y
    return x


def step_25(x, y):
    x = x * 25.0 + y
    x = x * 25.1 + y
    x = x * 25.2 + y
    x = x * 25.3 + y
    return x


def step_26(x, y):
    x = x * 26.0 + y
    x = x * 26.1 + y
    x = x * 26.2 + y
    x = x * 26.3 + y
    return x


def step_27(x, y):
    x = x * 27.0 + y
    x = x * 27.1 + y
    x = x * 27.2 + y
    x = x * 27.3 + y
    return x


def step_28(x, y):
    x = x * 28.0 + y
    x = x * 28.1 + y
    x = x * 28.2 + y
    x = x * 28.3 + y
    return x


def step_29(x, y):
    x = x * 29.0 + y
    x = x * 29.1 + y
    x = x * 29.2 + y
    x = x * 29.3 + y
    return x


def load(path):
    value_0 = read(path, 0) + 0 * scale
    value_1 = read(path, 1) + 1 * scale
    value_2 = read(path, 2) + 2 * scale
    value_3 = read(path, 3) + 3 * scale
    value_4 = read(path, 4) + 4 * scale
    value_5 = read(path, 5) + 5 * scale
    value_6 = read(path, 6) + 6 * scale
    value_7 = read(path, 7) + 7 * scale
    value_8 = read(path, 8) + 8 * scale
    value_9 = read(path, 9) + 9 * scale
    return value_9


def load_more(path):
    value_0 = read(path, 0) + 0 * scale
    value_1 = read(path, 1) + 1 * scale
    value_2 = read(path, 2) + 2 * scale
    value_3 = read(path, 3) + 3 * scale
    value_4 = read(path, 4) + 4 * scale
    value_5 = read(path, 5) + 5 * scale
    value_6 = read(path, 6) + 6 * scale
    value_7 = read(path, 7) + 7 * scale
    value_8 = read(path, 8) + 8 * scale
    value_9 = read(path, 9) + 9 * scale
    return value_9


def step_0(x, y):
    x = x * 0.0 + y
    x = x * 0.1 + y
    x = x * 0.2 + y
    x = x * 0.3 + y
    return x
