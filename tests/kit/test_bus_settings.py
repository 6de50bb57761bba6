"""`bus` of app.yaml: how long events are archived."""
import pytest

from kit import settings
from kit.problems import Problems
from tests.fixtures.cases import cases


def archive(text):
    return settings.settings("app.yaml", f"name: demo\nbus: {{archive: {text}}}\n")["bus"]["archive"]


@cases("text, days", [("30 days", 30), ("1 day", 1), ("7", 7), ("forever", 0)])
def test_an_archive_keeps_events_for_days_or_for_ever(text, days):
    assert archive(text) == days


@cases("text", ["0", "0 days", "1 days", "2 day", "30 hours", "always", "true", "36501", "36501 days", ""])
def test_other_times_are_refused_at_their_line(text):
    with pytest.raises(Problems, match=r"app\.yaml:2: bus\.archive"):
        archive(text)


def test_a_bus_without_an_archive_says_nothing():
    with pytest.raises(Problems, match="app.yaml:2: .*archive"):
        settings.settings("app.yaml", "name: demo\nbus: {}\n")
    assert "bus" not in settings.settings("app.yaml", "name: demo\n")
