import boto3


def test_a_receipt_is_kept_and_mailed(call, event, bucket):
    ses = boto3.client("ses")
    ses.verify_email_identity(EmailAddress="rooms@example.com")
    call(event.table(new={"pk": "booking#1", "sk": "booking", "room": "blue", "day": "2026-05-01", "guest": "ann",
                          "email": "ann@example.com", "cents": 9905, "status": "held",
                          "created": "2026-04-01T12:00:00+00:00"}))
    assert bucket.text("receipts/2026/05/1.txt") == "blue on 01.05.2026: 99.05 EUR\n"
    assert ses.get_send_quota()["SentLast24Hours"] == 1


def test_slots_are_not_heard(event):
    event.table(new={"pk": "room#blue", "sk": "slot#2026-05-01", "booking": "1"}, refused=True)
