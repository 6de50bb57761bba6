"""How long `make ping` waits for a lambda."""
from incidents import pings
from tests.fixtures.cases import cases

ROWS = {"name": "row", "source": {"type": "table", "name": "bell"}}


@cases("infra, seconds", [
    ({"queue": {"fifo": False, "batch": 100, "window": 30, "delay": 900}, "timeout": 5}, 930),
    ({"kinesis": {"stream": "bell", "window": 300}}, 300),
    ({"stream": {"table": "bell", "window": 0}}, 0),
    ({"events": [ROWS]}, 20),
    ({"queue": {"window": 5, "delay": 0, "from": ROWS}}, 25),
    ({"topic": {}}, 0)])
def test_it_waits_for_the_window_and_the_delay_of_the_trigger(infra, seconds):
    app = {"lambdas": {"ring": {"infra": infra}}, "state": {"table": {"bell": {"settings": {"window": 20}}}}}
    assert pings.delay(app, "ring") == seconds
