def test_messages_are_sent(call, event, emails):
    assert call(event.queue([{"to": "ann@firm.example", "subject": "Hi", "text": "Paid."}])) == {"batchItemFailures": []}
    assert emails[0]["to"] == ["ann@firm.example"]
    assert emails[0]["subject"] == "Hi"


def test_a_bad_message_fails_alone(call, event, emails):
    answer = call(event.queue(["{}", {"to": "ann@firm.example", "subject": "Hi", "text": "Paid."}]))
    assert len(answer["batchItemFailures"]) == 1
    assert len(emails) == 1
