import json

from lambdas.weather import readings

from .index import handler


def test_it_lists_one_station_and_one_day(app):
    readings.store("oslo", "2026-05-01T13:00Z", 12)
    readings.store("oslo", "2026-05-01T12:00Z", "11.5")
    readings.store("oslo", "2026-05-02T12:00Z", 9)
    readings.store("bergen", "2026-05-01T12:00Z", 8)
    answer = handler({"queryStringParameters": {"station": "oslo", "day": "2026-05-01"}}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == [{"time": "2026-05-01T12:00Z", "celsius": 11.5},
                                          {"time": "2026-05-01T13:00Z", "celsius": 12}]
