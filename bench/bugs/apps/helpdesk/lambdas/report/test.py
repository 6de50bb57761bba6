from datetime import datetime


def test_the_report(call, event, table, bucket):
    for number, minutes in ((1, 10), (2, 25)):
        table.put(pk=f"ticket#{number}", sk="ticket", number=number, subject="a", requester="zoe@example.com",
                  state="closed", priority="low", opened="2026-05-01T09:00:00Z", due="2026-05-01T13:00:00Z",
                  agent="ann@acme.example", minutes=minutes)
    result = call(event.schedule())
    assert result["agents"] == 1
    assert bucket.text(result["key"]).splitlines() == [
        "agent,tickets,minutes,average", "ann@acme.example,2,35,17.5"]


def test_the_week(index):
    assert index.last_week(datetime(2026, 1, 5)) == "2026-W01"
    assert index.last_week(datetime(2027, 1, 4)) == "2026-W53"
