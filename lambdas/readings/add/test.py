import json
from decimal import Decimal

from .index import handler

READING = {"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 11.5}


def posted(**changes):
    return handler({"body": json.dumps({**READING, **changes})}, None)


def test_a_reading_is_a_row(app):
    answer = posted()
    assert (answer["statusCode"], json.loads(answer["body"])) == (201, READING)
    assert app.rows() == [{"pk": "oslo", "sk": "reading#2026-05-01T12:00Z", "celsius": Decimal("11.5")}]


def test_the_same_reading_twice_is_one_row(app):
    assert [posted()["statusCode"], posted()["statusCode"]] == [201, 201]
    assert len(app.rows()) == 1


def test_another_value_for_the_same_minute_is_refused(app):
    posted()
    assert posted(celsius=12)["statusCode"] == 409
    assert app.rows()[0]["celsius"] == Decimal("11.5")


def test_a_day_that_is_not_in_the_calendar_is_refused(app):
    assert posted(time="2026-02-30T12:00Z")["statusCode"] == 400
    assert app.rows() == []
