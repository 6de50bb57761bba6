def test_a_change_is_written(call, event, tables):
    old = {"claim": "c1", "state": "open", "opened": "2026-05-01T08:00:00+00:00"}
    call(event.table(old=old, new={**old, "state": "accepted", "decided_by": "bo", "decided_at": "2026-05-02T08:00:00+00:00"}))
    [row] = tables["warranty-history"].rows()
    assert (row["before"], row["after"], row["by"], row["at"]) == ("open", "accepted", "bo", "2026-05-02T08:00:00+00:00")
