def test_a_resume(call, event, tables, index, monkeypatch):
    monkeypatch.setattr(index, "text_of", lambda bucket, key: "wood and saw")
    tables["hiring-applications"].put(job="1", email="ann@example.com", name="Ann", state="new", changed="2026-05-01")
    call(event.bucket("resumes/1/ann@example.com.pdf", "pdf"))
    row = tables["hiring-applications"].row("1", "ann@example.com")
    assert (row["state"], row["text"], row["resume"]) == ("read", "wood and saw", "resumes/1/ann@example.com.pdf")
