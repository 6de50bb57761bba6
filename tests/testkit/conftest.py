"""The fixtures of tests/fixtures/tested_lambdas.py for every test of this folder."""


def pytest_configure(config):
    config.pluginmanager.import_plugin("tests.fixtures.tested_lambdas")
