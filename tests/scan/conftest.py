"""The fixtures of tests/fixtures/scans.py for every test of this folder."""


def pytest_configure(config):
    config.pluginmanager.import_plugin("tests.fixtures.scans")
