import json

MESSAGE = {"day": "2026-05-04", "offers": [{"product": "rye", "pieces": 3, "until": "20:30"}, {"product": "bun", "pieces": 12, "until": "20:30"}]}


def test_offers(call, event, tables, bucket):
    tables["bakery-recipes"].put(product="rye", allergens={"gluten", "sesame"})
    call(event.topic(MESSAGE, attributes={"kind": "leftovers", "shop": "river"}))
    assert bucket.text("leftovers/2026-05-04/river.txt") == "  12 x bun until 20:30\n   3 x rye until 20:30"
    assert json.loads(bucket.text("leftovers/2026-05-04/river.json"))[0]["allergens"] == ["gluten", "sesame"]
