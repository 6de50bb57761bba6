FORM = {"subject": "Printer", "email": "Zoe@Example.com", "text": "It is on fire."}


def test_a_ticket_is_opened(call, event, table, emitted):
    response = call(event.api(body=FORM))
    assert (response.status, response.json["number"]) == (201, 1)
    row = table.row("ticket#1", "ticket")
    assert (row["subject"], row["requester"], row["state"], row["priority"]) == (
        "Printer", "zoe@example.com", "open", "normal")
    assert emitted[0]["topic"] == "TicketOpened"
    assert emitted[0]["detail"]["requester"] == "zoe@example.com"


def test_the_first_text_is_a_reply(call, event, table):
    call(event.api(body=FORM))
    texts = [row["text"] for row in table.rows() if row["sk"].startswith("reply#")]
    assert texts == ["It is on fire."]


def test_numbers_count_up(call, event):
    numbers = [call(event.api(body=FORM)).json["number"] for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_form_without_text(event):
    event.api(body={"subject": "a", "email": "a@b"}, refused=True)
