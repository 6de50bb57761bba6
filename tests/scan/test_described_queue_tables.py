"""A table of app.yaml whose rule sends to a queue: its keys are in the rule, and without events it is a problem."""
import pytest

from kit.problems import Problems
from scan.scanning import scan

INDEX = '''"""Counts.

infra:
  queue:
    from: {source: {type: table, name: demo}, topic: INSERT}
"""


def handler(event, context):
    return None
'''


@pytest.fixture
def scanned(own_folder):
    """scanned("ttl: expires"): the app model of an app with a described table, whose events a queue gets."""
    (own_folder / "lambdas" / "count").mkdir(parents=True)
    (own_folder / "lambdas" / "count" / "index.py").write_text(INDEX)

    def run(field):
        (own_folder / "app.yaml").write_text(f"name: demo\ntables:\n  demo:\n    key: {{customer: string}}\n    {field}\n")
        return scan(None, "app.yaml", {}, {})
    return run


def test_the_source_has_the_keys_of_the_table(scanned):
    source = scanned("ttl: expires")["lambdas"]["count"]["infra"]["queue"]["from"]["source"]
    assert source == {"type": "table", "name": "demo", "keys": {"customer": "S"}, "ttl": True}


def test_a_table_without_events_sends_none_to_a_queue(scanned):
    with pytest.raises(Problems, match="lambdas/count/index.py:5: table 'demo' has no events"):
        scanned("stream: false")
