def test_requests():
    from app import REQUESTS

    assert REQUESTS
