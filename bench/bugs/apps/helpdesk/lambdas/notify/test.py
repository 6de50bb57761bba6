TICKET = {"number": 7, "subject": "Printer", "requester": "zoe@example.com"}


def test_an_opened_ticket(call, event, sent):
    call(event.app({**TICKET, "priority": "high"}, topic="TicketOpened"))
    [mail] = sent["mail/send"]
    assert (mail["to"], mail["subject"]) == ("zoe@example.com", "Printer [#7]")
    assert mail["text"].startswith("We have received")


def test_a_reply(call, event, sent):
    call(event.app({**TICKET, "author": "ann@acme.example", "text": "Water?"}, topic="ReplyAdded"))
    assert sent["mail/send"][0]["text"] == "Water?"
