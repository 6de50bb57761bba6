from decimal import Decimal

ORDER = {"claim": "c1", "amount": "100.00", "currency": "EUR", "iban": "AT611904300234573201", "request": "r-000001"}


def put_claim(tables, euros=150):
    tables["claims-files"].put(claim="c1", title="Hail", state="taken", due="2026-05-01")
    tables["claims-money"].put(claim="c1", entry="reserve", kind="reserve", euros=Decimal(euros))


def test_a_payout(call, event, tables, published):
    put_claim(tables)
    batch = event.queue([ORDER, {**ORDER, "request": "r-000001"}], group="c1")
    assert call(batch) == {"batchItemFailures": []}
    assert tables["claims-money"].row("c1", "reserve")["euros"] == 50
    row = tables["claims-money"].row("c1", "payout#r-000001")
    assert (row["euros"], row["kind"]) == (100, "payout")
    assert published["notices"] == [{"kind": "booked", "claim": "c1", "euros": "100.00"}]


def test_a_reserve_that_is_too_small(call, event, tables, published):
    put_claim(tables, 50)
    call(event.queue([ORDER], group="c1"))
    assert published["notices"][0]["kind"] == "refused"


def test_an_iban_with_a_typo(call, event, tables, published):
    put_claim(tables)
    call(event.queue([{**ORDER, "iban": "AT611904300234573210"}], group="c1"))
    assert published["notices"][0]["reason"] == "no IBAN: AT61..."
