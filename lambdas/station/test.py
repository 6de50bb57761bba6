import json
from decimal import Decimal

from .index import handler


def asked(station):
    answer = handler({"pathParameters": {"station": station}}, None)
    return answer["statusCode"], json.loads(answer["body"])


def test_it_tells_days_and_alarms_and_no_readings(app):
    app.table.put_item(Item={"pk": "oslo", "sk": "reading#2026-05-01T12:00Z", "celsius": 41})
    app.table.put_item(Item={"pk": "oslo", "sk": "alarm#2026-05-01T12:00Z", "celsius": 41})
    day = {"day": "2026-05-01", "count": 1, "lowest": 41, "mean": Decimal("40.5"), "highest": 41}
    app.table.put_item(Item={"pk": "oslo", "sk": "day#2026-05-01", **day, "revision": "1"})
    assert asked("oslo") == (200, {"station": "oslo", "days": [{**day, "mean": 40.5}],
                                   "alarms": [{"time": "2026-05-01T12:00Z", "celsius": 41}]})


def test_a_station_that_nobody_heard_of_is_not_found(app):
    assert asked("atlantis") == (404, {"message": "no station atlantis"})
