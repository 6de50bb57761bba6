"""Settings of one lambda in the test kit."""
pytest_plugins = ["tests.fixtures.tested_lambdas"]
LEVEL = "def handler(event, context):\n    return [os.environ['LEVEL'], os.environ.get('NAME')]\n"


def test_a_handler_reads_its_own_values(written):
    world = written("env: {LEVEL: info, NAME: app}\n", hello=("env: {LEVEL: debug, NAME: 'no'}", LEVEL), other=("size: 512", LEVEL))
    assert world.this.call({}) == ["debug", "no"]


def test_a_handler_sees_its_own_runtime(written):
    code = "def handler(event, context):\n    return os.environ['AWS_EXECUTION_ENV']\n"
    world = written(hello=("runtime: python3.12", code), other=("size: 512", code))
    assert (world.this.call({}), world["other"].call({})) == ("AWS_Lambda_python3.12", "AWS_Lambda_python3.13")
