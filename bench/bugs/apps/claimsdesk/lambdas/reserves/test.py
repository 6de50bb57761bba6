from decimal import Decimal

DI = {"sub": "di", "email": "di@insurer.example", "cognito:groups": "assessors"}


def put_claim(tables):
    tables["claims-files"].put(claim="c1", title="Hail", state="taken", due="2026-05-01")


def test_a_reserve(call, event, tables):
    put_claim(tables)
    tables["claims-rates"].put(currency="CHF", day="2026-01-01", rate=Decimal("0.96"))
    body = {"amount": "1000.50", "currency": "CHF"}
    response = call(event.api(path="/claims/c1/reserves", method="POST", claims=DI, body=body))
    assert (response.status, response.json) == (201, {"before": 0, "reserve": "1042.19"})
    response = call(event.api(path="/claims/c1/reserves", method="GET", claims=DI))
    assert (response.json["paid"], len(response.json["entries"])) == ("0", 1)


def test_a_payout(call, event, tables, sent):
    put_claim(tables)
    body = {"amount": "12", "currency": "JPY", "iban": "AT61 1904 3002 3457 3201", "request": "r-000001"}
    assert call(event.api(path="/claims/c1/payouts", method="POST", claims=DI, body=body)).status == 202
    assert sent["payouts"] == [{"claim": "c1", "amount": "12", "currency": "JPY", "iban": "AT611904300234573201",
                                "request": "r-000001"}]


def test_too_many_digits(call, event, tables):
    put_claim(tables)
    body = {"amount": "12.5", "currency": "JPY"}
    assert call(event.api(path="/claims/c1/reserves", method="POST", claims=DI, body=body)).status == 400
