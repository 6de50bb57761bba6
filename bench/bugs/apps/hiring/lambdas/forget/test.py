def test_old_candidates(call, event, tables, bucket):
    bucket.put("resumes/1/ann@example.com.pdf", "pdf")
    table = tables["hiring-applications"]
    table.put(job="1", email="ann@example.com", name="Ann", state="screened", changed="2020-01-01T00:00:00+00:00",
              resume="resumes/1/ann@example.com.pdf")
    table.put(job="1", email="bob@example.com", name="Bob", state="screened", changed="2999-01-01T00:00:00+00:00")
    assert call(event.schedule()) == {"forgotten": 1}
    assert [row["email"] for row in table.rows()] == ["bob@example.com"]
    assert bucket.keys() == []
