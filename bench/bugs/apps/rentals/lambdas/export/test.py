import hashlib
import hmac

PATH = {"flat": "alfama"}


def test_booked_nights_are_events(call, event, table, secret):
    secret.put("k3y")
    table.put(pk="flat#alfama", sk="night#2090-05-31", booking="b1", source="booking")
    table.put(pk="flat#alfama", sk="night#2090-06-03", source="ical")
    token = hmac.new(b"k3y", b"alfama", hashlib.sha256).hexdigest()[:32]
    response = call(event.api(PATH, query={"token": token}))
    assert response.headers["content-type"].startswith("text/calendar")
    lines = response.text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20900531" in lines
    assert "DTEND;VALUE=DATE:20900601" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_a_wrong_token_is_refused(call, event, secret):
    secret.put("k3y")
    assert call(event.api(PATH, query={"token": "x"})).status == 403
