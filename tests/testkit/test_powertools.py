"""What Powertools keeps belongs to one environment, so to one test."""
import sys
import types

import pytest

from testkit.process import Process

NAME = "aws_lambda_powertools"


@pytest.fixture
def modules(monkeypatch):
    """The modules of Powertools that keep something, as imported by an earlier test."""
    metrics = type("Metrics", (), {"_metrics": {}, "_dimensions": {"stage": "old"}, "_metadata": {}, "_default_dimensions": {}})
    contents = {"logging.logger": {"is_cold_start": False}, "utilities.parameters.base": {"DEFAULT_PROVIDERS": {"ssm": "old"}},
                "metrics.metrics": {"Metrics": metrics}}
    result = {name: types.ModuleType(f"{NAME}.{name}") for name in contents}
    for name, module in result.items():
        vars(module).update(contents[name])
        monkeypatch.setitem(sys.modules, f"{NAME}.{name}", module)
    return result


def test_a_new_environment_starts_cold_without_cached_parameters_and_metrics(modules):
    logger, parameters, metrics = modules.values()

    def state():
        return logger.is_cold_start, {**parameters.DEFAULT_PROVIDERS}, {**metrics.Metrics._dimensions}
    first, other = Process("lambdas", {}), Process("lambdas", {})
    with first.entered():
        assert state() == (True, {}, {})
        logger.is_cold_start = False
        parameters.DEFAULT_PROVIDERS["ssm"] = "new"
        with other.entered():
            assert state() == (True, {}, {})
        assert state() == (False, {"ssm": "new"}, {})
    assert state() == (False, {"ssm": "old"}, {"stage": "old"})
    with first.entered():
        assert state() == (False, {"ssm": "new"}, {})
