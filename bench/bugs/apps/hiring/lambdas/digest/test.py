def test_a_digest(call, event, tables, published):
    tables["hiring-jobs"].put(id="1", title="Sawyer", team="saw", keywords={"wood"}, places=1, opened="2026-05-01")
    tables["hiring-applications"].put(job="1", email="ann@example.com", name="Ann", state="new", changed="2026-05-01")
    call(event.schedule())
    assert published["chat"] == [{"channel": "#hiring", "text": "Sawyer (saw): 1"}]
