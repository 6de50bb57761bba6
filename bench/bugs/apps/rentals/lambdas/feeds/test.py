import io
import urllib.error

import pytest

FEED = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20900504\r
DTEND;VALUE=DATE:20900506\r
SUMMARY:a long li\r
 ne\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20200504\r
DTEND;VALUE=DATE:20200506\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(autouse=True)
def web(index, monkeypatch, table):
    def urlopen(request, timeout):
        if "broken" in request.full_url:
            raise urllib.error.URLError("down")
        return io.BytesIO(FEED.encode())

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    table.put(pk="flat#alfama", sk="flat", feed="https://portal.example/a.ics")
    table.put(pk="flat#belem", sk="flat")


def taken(table):
    return {row["sk"]: row.get("source") for row in table.rows() if row["sk"].startswith("night#")}


def test_nights_of_the_feed_are_blocked(call, event, table):
    table.put(pk="flat#alfama", sk="night#2090-05-05", booking="b1", source="booking")
    table.put(pk="flat#alfama", sk="night#2090-07-01", source="ical")
    assert call(event.schedule()) == {"alfama": {"nights": 2, "clashes": ["2090-05-05"]}}
    assert taken(table) == {"night#2090-05-04": "ical", "night#2090-05-05": "booking"}


def test_a_feed_may_fail(call, event, table):
    table.put(pk="flat#chiado", sk="flat", feed="https://broken.example/a.ics")
    result = call(event.schedule())
    assert result["alfama"] == {"nights": 2, "clashes": []}
    assert "down" in result["chiado"]["error"]
