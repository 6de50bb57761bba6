import json
from decimal import Decimal

from lambdas.weather import readings

from .index import handler

EVENT = {"pathParameters": {"station": "oslo", "time": "2026-05-01T12:00Z"},
         "body": json.dumps({"celsius": 10.5}),
         "requestContext": {"authorizer": {"claims": {"sub": "ann"}}}}


def test_a_correction_replaces_the_value_and_says_who(app):
    readings.store("oslo", "2026-05-01T12:00Z", 99)
    assert handler(EVENT, None)["statusCode"] == 200
    assert app.rows() == [{"pk": "oslo", "sk": "reading#2026-05-01T12:00Z",
                           "celsius": Decimal("10.5"), "correctedBy": "ann"}]


def test_what_was_never_read_cannot_be_corrected(app):
    assert handler(EVENT, None)["statusCode"] == 404
    assert app.rows() == []
