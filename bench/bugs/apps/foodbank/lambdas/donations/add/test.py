import pytest

GOODS = [{"product": "Pasta ", "units": 40, "kilos": 20.5, "best_before": "2090-01-31", "allergens": ["gluten"]},
         {"product": "milk", "units": 12, "kilos": 12, "best_before": "2090-02-01", "allergens": ["milk", "love"]}]
BODY = {"id": "don-1", "depot": "north", "donor": {"name": "Ann", "email": "ann@example.com"}, "goods": GOODS}
STAFF = {"sub": "s1", "cognito:groups": "staff"}

pytestmark = pytest.mark.warm


def test_a_donation_is_rows_and_an_event(call, event, table, emitted):
    response = call(event.api(body=BODY, claims=STAFF))
    assert (response.status, response.json) == (201, {"donation": "don-1", "batches": 2, "kilos": 32.5})
    assert table.row("north", "don-1#001") == {
        "depot": "north", "batch": "don-1#001", "product": "pasta", "units": 40, "kilos": 20.5,
        "best_before": "2090-01-31", "allergens": ["gluten"]}
    assert table.row("north", "don-1#002")["allergens"] == ["milk"]
    assert emitted == [{"source": "foodbank", "topic": "DonationReceived", "detail": {
        "donation": "don-1", "depot": "north", "name": "Ann", "email": "ann@example.com", "kilos": "32.5",
        "products": ["milk", "pasta"]}}]


def test_a_repeated_donation_is_silent(call, event, emitted):
    call(event.api(body=BODY, claims=STAFF))
    assert call(event.api(body=BODY, claims=STAFF)).status == 201
    assert len(emitted) == 1


def test_old_food_is_refused(call, event, table):
    old = {**BODY, "goods": [{**GOODS[0], "best_before": "2020-01-01"}]}
    assert call(event.api(body=old, claims=STAFF)).status == 400
    assert table.rows() == []
