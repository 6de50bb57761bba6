"""The fixtures of CloudFormation, of events and of REST APIs for every test of this folder."""


def pytest_configure(config):
    for name in ("stacks", "events", "rest_apis"):
        config.pluginmanager.import_plugin(f"tests.fixtures.{name}")
