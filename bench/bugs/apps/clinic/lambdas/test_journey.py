"""A time that is booked, cancelled and offered to somebody else, through each lambda."""
from datetime import datetime, timedelta, timezone

DAY = str(datetime.now(timezone.utc).date() + timedelta(days=10))
ZOE = {"sub": "zoe", "email": "zoe@example.com"}
MAX = {"sub": "max", "email": "max@example.com"}


def test_a_cancelled_time_is_offered(app, emitted, sent):
    book, cancel, join, offer, notices = map(app.__getitem__, (
        "appointments/book", "appointments/cancel", "waitlist/join", "waitlist/offer", "notices"))
    id_ = book.call(book.event.api(
        body={"day": DAY, "time": "09:30", "doctor": "anna", "name": "Zoë"}, claims=ZOE)).json["id"]
    join.call(join.event.api(body={"doctor": "anna", "until": DAY, "name": "Max"}, claims=MAX))
    assert cancel.call(cancel.event.api({"id": id_}, claims=ZOE)).status == 204
    assert offer.call(offer.event.app(emitted[1]["detail"], topic=emitted[1]["topic"])) == {"offered": "max"}
    for told in emitted:
        notices.call(notices.event.app(told["detail"], topic=told["topic"]))
    assert [(mail["to"], mail["subject"]) for mail in sent["mailer"]] == [
        ("zoe@example.com", "Your appointment"),
        ("zoe@example.com", "Your appointment is cancelled"),
        ("max@example.com", "A time is free")]
