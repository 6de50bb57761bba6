import json
from decimal import Decimal

from .index import handler

ALARM = {"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 41.5}


def test_an_alarm_that_comes_twice_is_one_row(app):
    record = {"Sns": {"Message": json.dumps(ALARM)}}
    handler({"Records": [record, record]}, None)
    assert app.rows() == [{"pk": "oslo", "sk": "alarm#2026-05-01T12:00Z", "celsius": Decimal("41.5")}]
    assert set(app.messages("pages")) == {"oslo"}
