import pytest

WHERE = {"sailing": "sund-2099-07-01T0930", "booking": "b1"}


@pytest.fixture
def booking(tables):
    tables["ferry-bookings"].put(**WHERE, status="PAID", email="ann@post.example")


def test_a_link(call, event, booking, bucket):
    bucket.put("tickets/sund-2099-07-01T0930/b1.txt", "Ann")
    response = call(event.api(path=WHERE, query={"email": "Ann@post.example"}))
    assert response.status == 302
    assert "/tickets/sund-2099-07-01T0930/b1.txt?" in response.headers["location"]


def test_a_ticket_that_is_not_ready(call, event, booking):
    assert call(event.api(path=WHERE, query={"email": "ann@post.example"})).status == 404


def test_the_ticket_of_another(call, event, booking):
    assert call(event.api(path=WHERE, query={"email": "bob@post.example"})).status == 404
