"""The fixtures of tests/fixtures/small_apps.py for every test of this folder."""


def pytest_configure(config):
    config.pluginmanager.import_plugin("tests.fixtures.small_apps")
