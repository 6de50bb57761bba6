from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo


def put(tables):
    today = datetime.now(ZoneInfo("Europe/Rome")).date()
    days = [str(today - timedelta(days=ago)) for ago in (1, 2, 60)]
    for day, price in zip(days, ("1.25", "1.3", "9")):
        tables["orchard-prices"].put(fruit="apricot", day=day, price=Decimal(price))
    return days


def test_prices(call, event, tables):
    days = put(tables)
    response = call(event.api(path={"fruit": "Apricot"}))
    assert response.status == 200
    assert response.json == {"fruit": "apricot", "prices": {days[1]: 1.3, days[0]: 1.25}, "highest": 1.3, "average": 1.28}
    assert call(event.api(path={"fruit": "apricot"}, query={"days": "90"})).json["highest"] == 9
    tag = response.headers["ETag"]
    assert call(event.api(path={"fruit": "apricot"}, headers={"If-None-Match": tag})).status == 304


def test_no_prices(call, event):
    assert call(event.api(path={"fruit": "kiwi"})).status == 404
    assert call(event.api(path={"fruit": "kiwi"}, query={"days": "x"})).status == 400
