def test_a_mail_is_sent(call, event, emails):
    message = {"to": "ann@example.com", "subject": "Parcel a1", "text": "Delivered."}
    call(event.topic(message, attributes={"kind": "mail"}))
    assert [(mail["from"], mail["to"], mail["subject"]) for mail in emails] == [
        ("parcels@courier.example", ["ann@example.com"], "Parcel a1")]
