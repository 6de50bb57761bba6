AGENT = {"sub": "a1", "email": "ann@acme.example", "cognito:groups": ["agents"]}


def test_a_ticket_with_replies(call, event, table):
    table.put(pk="ticket#7", sk="ticket", number=7, subject="Printer", requester="zoe@example.com", state="open",
              priority="high", opened="2026-05-01T09:00:00Z", due="2026-05-01T13:00:00Z", minutes=12)
    table.put(pk="ticket#7", sk="reply#2026-05-01T09:00:00Z#aa", author="zoe@example.com", text="Fire", internal=False)
    response = call(event.api({"number": "7"}, claims=AGENT))
    assert response.status == 200
    assert (response.json["minutes"], response.json["agent"]) == (12, None)
    assert response.json["replies"] == [
        {"at": "2026-05-01T09:00:00Z", "author": "zoe@example.com", "text": "Fire", "internal": False}]


def test_no_ticket(call, event):
    assert call(event.api({"number": "8"}, claims=AGENT)).status == 404
    assert call(event.api({"number": "abc"}, claims=AGENT)).status == 404
