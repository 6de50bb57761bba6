from decimal import Decimal

MESSAGE = {"product": "rye", "pieces": 2, "day": "2026-05-04"}


def test_labels(call, event, tables, bucket):
    tables["bakery-recipes"].put(product="rye", pieces=10, grams={"salt": 90, "rye-flour": 5000}, allergens={"gluten"},
                                 price=Decimal("4.2"), vat="food", weight=750, days=5)
    assert call(event.queue([MESSAGE])) == {"batchItemFailures": []}
    lines = bucket.bytes("labels/2026-05-04/rye.txt").decode("cp858").split("\n")
    assert len(lines) == 13
    assert lines[2:6] == ["Ingredients: rye-flour, salt", "Allergens: gluten", "   750 g       4.20 EUR", "best before 09.05.2026"]


def test_no_recipe(call, event, tables):
    tables["bakery-recipes"].put(product="rye", pieces=10, grams={"salt": 90}, price=Decimal("4.2"), vat="food", weight=750)
    answer = call(event.queue([{**MESSAGE, "product": "cake"}, MESSAGE]))
    assert len(answer["batchItemFailures"]) == 1
