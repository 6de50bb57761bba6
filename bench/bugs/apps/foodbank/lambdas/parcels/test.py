import pytest

ORDER = {"household": "h1", "week": "2026-05-04", "depot": "north", "people": 3, "allergies": ["nuts"],
         "postcode": "D02X285", "deliver": True}


@pytest.fixture(autouse=True)
def stock(tables):
    def put(batch, product, units, day="2090-01-01", allergens=()):
        tables["foodbank-goods"].put(depot="north", batch=batch, product=product, units=units, kilos=1.5,
                                     best_before=day, allergens=list(allergens))
    put("a", "pasta", 1)
    put("b", "pasta", 5, "2090-02-01")
    put("c", "rice", 9)
    put("d", "beans", 9, allergens=["nuts"])
    put("e", "beans", 4)
    put("f", "beans", 50, "2020-01-01")
    return put


def test_a_parcel_is_packed(call, event, tables, emitted):
    assert call(event.queue([ORDER])) == {"batchItemFailures": []}
    [parcel] = tables["foodbank-parcels"].rows()
    assert parcel["contents"] == {"a": 1, "b": 1, "c": 2, "e": 4}
    assert (parcel["day"], parcel["parcel"], parcel["state"]) == ("2026-05-04", "h1#2026-05-04", "packed")
    assert tables["foodbank-goods"].row("north", "e")["units"] == 0
    assert emitted == [{"source": "foodbank", "topic": "ParcelPacked", "detail": {
        "parcel": "h1#2026-05-04", "day": "2026-05-04", "depot": "north", "units": 8}}]


def test_a_parcel_is_packed_once(call, event, tables):
    call(event.queue([ORDER]))
    call(event.queue([ORDER]))
    assert tables["foodbank-goods"].row("north", "c")["units"] == 7


def test_a_short_product_fails_its_message_alone(call, event, tables):
    batch = event.queue([{**ORDER, "people": 8}, {**ORDER, "household": "h2"}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert [row["parcel"] for row in tables["foodbank-parcels"].rows()] == ["h2#2026-05-04"]
