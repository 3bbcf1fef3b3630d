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


def load_again(path):
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

