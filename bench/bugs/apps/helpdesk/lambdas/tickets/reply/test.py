import pytest

AGENT = {"sub": "a1", "email": "ann@acme.example", "cognito:groups": ["agents"]}


@pytest.fixture
def ticket(table):
    table.put(pk="ticket#7", sk="ticket", number=7, subject="Printer", requester="zoe@example.com", state="open",
              priority="high", opened="2026-05-01T09:00:00Z", due="2026-05-01T13:00:00Z", minutes=5)


def test_a_reply(call, event, table, emitted, ticket):
    response = call(event.api({"number": "7"}, body={"text": "Water?", "minutes": 10}, claims=AGENT))
    assert (response.status, response.json) == (201, {"number": 7, "minutes": 15})
    row = table.row("ticket#7", "ticket")
    assert (row["agent"], row["state"]) == ("ann@acme.example", "waiting")
    assert emitted[0]["detail"] == {"number": 7, "subject": "Printer", "requester": "zoe@example.com",
                                    "author": "ann@acme.example", "text": "Water?"}


def test_a_note_is_not_told(call, event, table, emitted, ticket):
    call(event.api({"number": "7"}, body={"text": "Again him", "internal": True}, claims=AGENT))
    assert table.row("ticket#7", "ticket")["state"] == "open"
    assert emitted == []


def test_a_ticket_that_is_none(call, event, ticket):
    assert call(event.api({"number": "8"}, body={"text": "?"}, claims=AGENT)).status == 409
