def test_the_answers_are_sent(call, event, tables, buckets, emails):
    tables["surveys"].put(pk="survey#s1", sk="answer#a1", choice="soup", comment="", at="2026-05-02T08:00:00Z")
    tables["surveys"].put(pk="survey#s1", sk="answer#a2", choice="salad", comment="cold", at="2026-05-01T08:00:00Z")
    assert call(event.app({"survey": "s1", "title": "Lunch", "email": "ann@example.com"})) == "exports/s1.csv"
    assert buckets["surveys-files"].text("exports/s1.csv").splitlines() == [
        "at,choice,comment", "2026-05-01T08:00:00Z,salad,cold", "2026-05-02T08:00:00Z,soup,"]
    assert (emails[0]["to"], emails[0]["subject"]) == (["ann@example.com"], "Results of Lunch")
