from datetime import datetime
from zoneinfo import ZoneInfo


def test_who_has_no_hours(call, event, table, emails):
    for number in "78":
        table.put(pk=f"employee#{number}", sk="employee", name="Ann Berg", email=f"{number}@mill.example", team="saw", rate=20)
    table.put(pk="employee#7", sk=f"day#{datetime.now(ZoneInfo('Europe/Oslo')):%Y-%m}-01", hours=8)
    assert call(event.schedule()) == {"reminded": ["8"]}
    assert [email["to"] for email in emails] == [["8@mill.example"]]
    assert "Dear Ann" in emails[0]["text"]
