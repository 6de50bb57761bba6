MAIL = """From: Zoe <Zoe@example.com>
To: help@acme.example
Subject: {subject}
Message-ID: <{id}@example.com>
Content-Type: text/plain; charset=utf-8

It is on fire.
"""


def test_a_mail_is_a_ticket(call, event, table, emitted):
    batch = event.bucket("inbound/a", MAIL.format(subject="Printer", id=1))
    assert call(batch) == {"batchItemFailures": []}
    row = table.row("ticket#1", "ticket")
    assert (row["subject"], row["requester"]) == ("Printer", "zoe@example.com")
    assert emitted[0]["detail"] == {
        "number": 1, "subject": "Printer", "requester": "zoe@example.com", "priority": "normal"}


def test_a_mail_twice_is_one_ticket(call, event, table):
    batch = event.bucket("inbound/a", MAIL.format(subject="Printer", id=1))
    call(batch)
    call(batch)
    assert len([row for row in table.rows() if row["pk"].startswith("ticket#") and row["sk"] == "ticket"]) == 1


def test_an_answer_is_a_reply(call, event, table, emitted):
    table.put(pk="ticket#7", sk="ticket", number=7, subject="Printer", requester="zoe@example.com", state="waiting",
              priority="high", opened="2026-05-01T09:00:00Z", due="2026-05-01T13:00:00Z")
    call(event.bucket("inbound/b", MAIL.format(subject="Re: Printer [#7]", id=2)))
    assert table.row("ticket#7", "ticket")["state"] == "open"
    assert [row["text"].strip() for row in table.rows() if row["sk"].startswith("reply#")] == ["It is on fire."]
    assert emitted == []
