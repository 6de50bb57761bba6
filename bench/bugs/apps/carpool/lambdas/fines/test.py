TEXT = """plate;moment;amount;reason
B-CP 1;01.07.2026 10:15;25,00;Straße gesperrt
B-XX 9;01.07.2026 10:15;25,00;parking
B-CP 1;01.07.2026 12:30;25,00;parking
"""


def test_fines(call, event, tables, emails):
    tables["carpool-cars"].put(car="a1", plate="B-CP 1")
    tables["carpool-drivers"].put(driver="ann", email="ann@example.com", name="Ann", active=True)
    tables["carpool-bookings"].put(car="a1", start="2026-07-01T08:00:00Z", end="2026-07-01T10:00:00Z", driver="ann", booking="b1")
    result = call(event.bucket("fines/berlin.csv", TEXT.encode("latin-1")))
    assert result == {"forwarded": 1, "unknown": ["B-XX 9", "B-CP 1"]}
    [mail] = emails
    assert (mail["to"], mail["subject"]) == (["ann@example.com"], "A fine of 25.00 EUR")
    assert mail["text"].endswith("Straße gesperrt")
