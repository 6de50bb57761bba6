def test_answers_are_counted(call, event, tables):
    soup, salad = ({"survey": "s1", "choice": choice, "answer": "a"} for choice in ("soup", "salad"))
    assert call(event.queue([soup, salad, soup])) == {"batchItemFailures": []}
    rows = {row["choice"]: row["number"] for row in tables["surveys-counts"].rows()}
    assert rows == {"soup": 2, "salad": 1}
