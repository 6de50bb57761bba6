GIFT = {"gift": "p1", "email": "Ann@example.com", "name": "Ann", "campaign": "school", "amount": "25.00",
        "given": "2026-05-01T08:00:00+00:00"}


def test_a_gift_is_written_once(call, event, tables, emitted):
    tables["donations-campaigns"].put(campaign="school", title="A school", goal=1000, total=100, gifts=3)
    assert call(event.queue([GIFT, GIFT])) == {"batchItemFailures": []}
    [donor] = tables["donations-donors"].rows()
    assert (donor["email"], donor["name"]) == ("ann@example.com", "Ann")
    [gift] = tables["donations-gifts"].rows()
    assert (gift["donor"], gift["amount"], gift["currency"]) == (donor["donor"], 25, "EUR")
    row = tables["donations-campaigns"].row("school")
    assert (row["total"], row["gifts"]) == (125, 4)
    assert [entry["detail"]["gift"] for entry in emitted] == ["p1"]


def test_a_donor_is_known(call, event, tables):
    tables["donations-donors"].put(donor="d1", email="ann@example.com", name="Ann", newsletter=True, since="2025-01-01")
    call(event.queue([GIFT]))
    assert [gift["donor"] for gift in tables["donations-gifts"].rows()] == ["d1"]
