"""Settings of one lambda in the test kit."""
pytest_plugins = ["tests.fixtures.tested_lambdas"]
LEVEL = "def handler(event, context):\n    return [os.environ['LEVEL'], os.environ.get('NAME')]\n"


def test_a_handler_reads_its_own_values(written):
    world = written("env: {LEVEL: info, NAME: app}\n", hello=("env: {LEVEL: debug, NAME: 'no'}", LEVEL), other=("size: 512", LEVEL))
    assert world.this.call({}) == ["debug", "no"]
