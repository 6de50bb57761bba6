import io
import zipfile


def test_last_week_is_reported(call, event, tables, buckets, emails):
    for household, week, depot in (("a", "2026-05-04", "north"), ("b", "2026-05-04", "north"), ("c", "2026-05-04", "port"),
                                   ("a", "2026-04-27", "south")):
        tables["foodbank-visits"].put(household=household, visited=week, depot=depot, expires=3_000_000_000)
    for number, units in enumerate((1, 2, 0)):
        tables["foodbank-goods"].put(depot="north", batch=f"b{number}", product="rice", units=units, kilos=1.25,
                                     best_before="2090-01-01", allergens=[])
    result = call({**event.schedule(), "time": "2026-05-11T06:00:00Z"})
    assert result == {"key": "weekly/2026-05-04.zip", "visits": 3}
    with zipfile.ZipFile(io.BytesIO(buckets["foodbank-reports"].bytes("weekly/2026-05-04.zip"))) as archive:
        assert archive.read("visits.csv").decode() == "depot,visits\r\nnorth,2\r\nport,1\r\n"
        assert archive.read("stock.csv").decode() == "depot,kilos\r\nnorth,2.5\r\n"
    [mail] = emails
    assert (mail["to"], mail["subject"]) == (["poverty@council.example"], "Food bank, week of 2026-05-04")
    assert mail["text"].startswith("3 visits\nhttps://")
