import pytest

DETAIL = {"id": "2026-05-04T0930-anna", "day": "2026-05-04", "time": "09:30", "doctor": "anna", "patient": "zoe",
          "name": "Zoë", "email": "zoe@example.com"}


@pytest.mark.parametrize("topic, subject", [
    ("AppointmentBooked", "Your appointment"),
    ("AppointmentCancelled", "Your appointment is cancelled"),
    ("SlotOffered", "A time is free")])
def test_each_event_is_a_mail(call, event, sent, topic, subject):
    call(event.app(DETAIL, topic=topic))
    [mail] = sent["mailer"]
    assert (mail["to"], mail["subject"]) == ("zoe@example.com", subject)
    assert f"Dear Zoë,\n\n{subject}: 2026-05-04 at 09:30, Dr. Anna.\n" in mail["text"]
    assert mail["id"].startswith(f"{topic}-")


def test_an_offer_has_a_link(call, event, sent):
    call(event.app(DETAIL, topic="SlotOffered"))
    assert "https://portal.clinic.example/book?id=2026-05-04T0930-anna" in sent["mailer"][0]["text"]
