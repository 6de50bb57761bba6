"""docs/alerts.md has the figures that its script prints."""
import sys

from tests.fixtures.paths import ROOT

sys.path.insert(0, str(ROOT / "bench"))
import measure_alerts


def test_the_documented_size_and_cost_of_alerts_are_those_of_the_script():
    page = (ROOT / "docs/alerts.md").read_text()
    assert [line for line in (measure_alerts.row(10, settings) for settings in ("", measure_alerts.ALERTS)) if line not in page] == []
