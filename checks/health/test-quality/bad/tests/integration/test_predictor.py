import predictor


def test_predictor() -> None:
    chance = predictor.predict(20)
    assert (0 <= chance <= 1, "a chance")
