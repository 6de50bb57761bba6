"""What a handler does to Python's logging ends with its test, and is not another lambda's."""
import logging

import pytest

INSTALLS = """
import logging, sys

class Mine(logging.Handler):
    def emit(self, record):
        print("mine:", record.getMessage())

logging.getLogger().addHandler(Mine())
logging.getLogger().setLevel("INFO")
logging.getLogger("shop").addHandler(Mine())
logging.getLogger("shop").propagate = False


def handler(event, context):
    logging.info("hello")
    logging.getLogger("shop").error("oh")
    return len(logging.getLogger().handlers)
"""
MARKS = """
import logging

logger = logging.getLogger("shop")
if getattr(logger, "ready", False):  # as the Logger of Powertools does
    first = logger.handlers[0]
logger.ready = True
logger.addHandler(logging.NullHandler())


def handler(event, context):
    return sorted(name for name, value in vars(logger).items() if value is True)
"""
QUIET = """
import logging


def handler(event, context):
    logging.info("not at this level")
    logging.warning("loud")
    logging.getLogger("shop").error("up")
"""
FORCES = """
import logging
logging.basicConfig(force=True, level="DEBUG")
logging.disable(logging.ERROR)


def handler(event, context):
    logging.getLogger("new.one").setLevel("ERROR")
    logging.getLogger("new.one").addHandler(logging.NullHandler())
"""


def facts():
    """What a test can see of the logging."""
    facts_by_name = {name: (logger.level, [*logger.handlers], logger.propagate, logger.disabled) for name, logger in
                     logging.root.manager.loggerDict.items() if isinstance(logger, logging.Logger)
                     and (logger.level, logger.handlers, logger.propagate, logger.disabled) != (0, [], True, False)}
    return logging.root.level, [*logging.root.handlers], logging.root.manager.disable, facts_by_name


@pytest.mark.parametrize("code", [INSTALLS, FORCES])
def test_what_a_handler_installs_is_gone_after_its_calls(written, code):
    before = facts()
    world = written(hello=("{}", code))
    world.this.call()
    world.this.call()
    assert facts() == before


def test_between_the_calls_of_one_test_it_stays_as_in_a_warm_lambda(written):
    world = written(hello=("{}", INSTALLS))
    assert world.this.call() == world.this.call()
    assert world.effects.logs == ["mine: hello", "[INFO] hello", "mine: oh"] * 2


def test_another_lambda_has_its_own_logging(written):
    world = written(hello=("{}", INSTALLS), other=("{}", QUIET))
    world.this.call()
    world.effects.logs.clear()
    world["other"].call()
    assert world.effects.logs == ["[WARNING] loud", "[ERROR] up"]


def test_a_lambda_that_another_calls_has_its_own_logging_and_the_caller_gets_its_own_back(written):
    caller = INSTALLS.replace('("INFO")', '("ERROR")').replace("logging.info", "logging.error").replace("def handler(event, context):", """def handler(event, context):
    import boto3
    boto3.client("lambda").invoke(FunctionName=os.environ["DEMO_OTHER_FUNCTION"])""")
    world = written(hello=("{}", caller), other=("{}", QUIET))
    world.effects.invoked.runs("other")
    world.this.call()
    assert world.effects.logs == ["[WARNING] loud", "[ERROR] up", "mine: hello", "[ERROR] hello", "mine: oh"]


def test_a_handler_that_raises_leaves_nothing_either(written):
    before = facts()
    world = written(hello=("{}", FORCES + "    1 / 0\n"))
    with pytest.raises(ZeroDivisionError):
        world.this.call()
    assert facts() == before


def test_the_kit_and_pytest_still_see_logs(written, caplog):
    world = written(hello=("{}", QUIET))
    world.this.call()
    world.this.call()
    assert world.effects.logs == ["[WARNING] loud", "[ERROR] up"] * 2
    assert [record.getMessage() for record in caplog.records].count("loud") == 2


def test_attributes_that_a_package_sets_on_a_logger_end_with_the_test(written):
    world = written(hello=("{}", MARKS))
    for _ in range(2):
        assert world.this.call() == world.this.call() == ["propagate", "ready"]
        world.lambdas.clear()
        assert not hasattr(logging.getLogger("shop"), "ready")


def test_a_filter_on_the_handler_of_lambda_stays_for_all_calls(written):
    """Powertools' Logger prints its lines, and filters them from the root's handlers when it is imported."""
    filters = """
import logging
for handler in logging.getLogger().handlers:
    handler.addFilter(lambda record: record.name != "mine")


def handler(event, context):
    logging.getLogger("mine").error("filtered")
    logging.error("up")
"""
    world = written(hello=("{}", filters), other=("{}", QUIET.replace('"shop"', '"mine"')))
    world.this.call()
    world.this.call()
    world["other"].call()
    assert world.effects.logs == ["[ERROR] up", "[ERROR] up", "[WARNING] loud", "[ERROR] up"]
