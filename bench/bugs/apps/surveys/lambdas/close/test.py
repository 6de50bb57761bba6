SURVEY = {"pk": "survey#s1", "sk": "survey", "id": "s1", "owner": "ann", "email": "ann@example.com", "title": "Lunch",
          "choices": ["soup", "salad"], "status": "open", "created": "2026-05-01T08:00:00Z", "closes": "2026-05-03T08:00:00Z"}


def test_a_survey_closes_once(call, tables, emitted):
    tables["surveys"].put(SURVEY)
    assert call({"survey": "s1"}) is True
    assert call({"survey": "s1"}) is False
    assert tables["surveys"].row("survey#s1", "survey")["status"] == "closed"
    assert [entry["detail"] for entry in emitted] == [{"survey": "s1", "title": "Lunch", "email": "ann@example.com"}]
