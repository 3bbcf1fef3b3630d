"""The amount of the last order, whosever it was."""


def build(frame):
    return frame.assign(large=frame["amount"] > 250, last_amount=frame["amount"].shift(1))
