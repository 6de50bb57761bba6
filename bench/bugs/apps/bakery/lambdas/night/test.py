def test_a_plan(call, event, bucket):
    detail = {"day": "2026-05-04", "pieces": {"rye": 25, "bun": 100},
              "batches": {"rye-flour": {"b1": 4000, "b2": 11000}, "salt": {"s1": 270}}}
    assert call(event.app(detail)) == "plans/2026/05/04.txt"
    text = bucket.text("plans/2026/05/04.txt")
    assert text.startswith("Night before Monday, 04 May\n\nbun                    100\nrye ")
    assert "flour: 15.0 kg" in text
    assert bucket.bytes("books/2026-05-04.csv").decode("utf-8-sig").split("\r\n")[1] == "rye-flour;b1;4000"
