def test_a_missed_call_is_noted(call, event, table):
    call(event.app({"number": 7, "caller": "+4930123", "line": "main"}, topic="CallMissed"))
    [row] = table.rows()
    assert row["pk"].startswith("callbacks#2")
    assert (row["caller"], row["ticket"]) == ("+4930123", 7)


def test_other_lines(event):
    event.app({"number": 7, "caller": "+4930123", "line": "fax"}, topic="CallMissed", refused=True)
