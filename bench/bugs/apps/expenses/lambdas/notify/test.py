def test_who_submitted_is_told(call, event, sent):
    call(event.app({"employee": "ann", "number": "a", "decision": "declined", "email": "ann@firm.example",
                    "total": "5.00", "by": "bob@firm.example"}, topic="ExpenseDecided"))
    [message] = sent["mailer"]
    assert message["to"] == "ann@firm.example"
    assert message["text"] == "It was declined by bob@firm.example."


def test_the_manager_is_told_of_large_ones(call, event, sent):
    call(event.app({"employee": "ann", "number": "a", "title": "Car", "total": "900.00", "large": True},
                   topic="ExpenseSubmitted"))
    assert sent["mailer"][0]["to"] == "manager@firm.example"
