import json
from datetime import date


def test_the_most_played(call, event, tables, website):
    for number, title in [(1, "Tides"), (2, "Waves"), (3, "Silence")]:
        tables["podcast"].put(pk="show#sea", sk=f"episode#{number:04d}", title=title, state="published",
                              changed="2026-05-01T10:00:00+00:00")
    tables["podcast-plays"].put(episode="sea/1", day=date.today().isoformat(), plays=3)
    tables["podcast-plays"].put(episode="sea/2", day=date.today().isoformat(), plays=5)
    tables["podcast-plays"].put(episode="sea/2", day="2020-01-01", plays=5)
    assert call(event.schedule()) == 2
    chart = json.loads(website.text("charts.json"))["chart"]
    assert [(entry["title"], entry["plays"]) for entry in chart] == [("Waves", 5), ("Tides", 3)]
