import pytest

AGENT = {"sub": "a1", "email": "ann@acme.example", "cognito:groups": ["agents"]}


@pytest.fixture
def ticket(table):
    table.put(pk="ticket#7", sk="ticket", number=7, subject="Printer", requester="zoe@example.com", state="waiting",
              priority="high", opened="2026-05-01T09:00:00Z", due="2026-05-01T13:00:00Z")


def test_it_is_closed_once(call, event, table, emitted, ticket):
    assert call(event.api({"number": "7"}, claims=AGENT)).status == 204
    assert call(event.api({"number": "7"}, claims=AGENT)).status == 204
    assert table.row("ticket#7", "ticket")["state"] == "closed"
    assert [one["topic"] for one in emitted] == ["TicketClosed"]


def test_no_ticket(call, event):
    assert call(event.api({"number": "7"}, claims=AGENT)).status == 404
