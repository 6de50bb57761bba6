def test_old_surveys_are_deleted(call, event, tables, buckets):
    for survey, closed in [("s1", "2020-05-01T08:00:00Z"), ("s2", "2099-05-01T08:00:00Z")]:
        tables["surveys"].put(pk=f"survey#{survey}", sk="survey", id=survey, owner="ann", status="closed", closed_at=closed)
        tables["surveys"].put(pk=f"survey#{survey}", sk="answer#a1", choice="soup", comment="", at=closed)
        buckets["surveys-files"].put(f"exports/{survey}.csv", "at,choice,comment")
    assert call({"dry": True}) == 1
    assert call(event.schedule()) == 1
    assert {row["pk"] for row in tables["surveys"].rows()} == {"survey#s2"}
    assert buckets["surveys-files"].keys() == ["exports/s2.csv"]
