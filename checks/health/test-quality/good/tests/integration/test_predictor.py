import predictor


def test_older_customers_stay() -> None:
    assert predictor.predict(20) > predictor.predict(60)
