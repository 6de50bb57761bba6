from datetime import datetime, timedelta, timezone
from decimal import Decimal


def put(tables, image, taken, status="raw", institute="oslo"):
    tables["observatory-images"].put(proposal="p1", image=image, status=status, taken=taken.isoformat(timespec="seconds"),
                                     institute=institute, size=2_500_000)


def test_a_mail(call, event, tables, emails, index):
    start, _end = index.night_of(datetime.now(timezone.utc))
    taken = start.astimezone(timezone.utc) + timedelta(hours=10)
    put(tables, "i1", taken)
    put(tables, "i2", taken, "broken")
    put(tables, "i3", taken, "reduced", "bern")
    put(tables, "i4", taken - timedelta(days=3))
    for minute, wind in enumerate(("4.5", "11.25")):
        tables["observatory-weather"].put(station="north", at=int(taken.timestamp()) + 60 * minute, wind=Decimal(wind), humidity=40)
    assert call(event.schedule()) == 3
    [mail] = emails
    assert mail["to"] == ["astronomers@observatory.example"]
    assert mail["text"].split("\n")[2:] == ["bern: 1 images, 0 broken, 2.5 MB", "oslo: 2 images, 1 broken, 5.0 MB", "",
                                           "wind at north: 11.2 m/s", "wind at south: no readings"]


def test_a_night(index):
    start, end = index.night_of(datetime(2026, 7, 2, 7, 30, tzinfo=timezone.utc))
    assert start.astimezone(timezone.utc).isoformat() == "2026-07-01T11:00:00+00:00"
    assert end - start == timedelta(days=1)
