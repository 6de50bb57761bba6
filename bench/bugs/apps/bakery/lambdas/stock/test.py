ROW = {"ingredient": "rye-flour", "batch": "mill-77", "best_before": "2099-01-01", "supplier": "mill", "delivered": "2026-05-01"}


def test_a_batch_is_low(call, event, emails):
    assert call(event.stream(old={**ROW, "grams": 6000}, new={**ROW, "grams": 1000})) == {"batchItemFailures": []}
    [mail] = emails
    assert (mail["to"], mail["subject"]) == (["office@bakery.example"], "rye-flour: 1000 g left")


def test_enough(call, event, emails):
    call(event.stream(old={**ROW, "grams": 16000}, new={**ROW, "grams": 6000}))
    assert emails == []
