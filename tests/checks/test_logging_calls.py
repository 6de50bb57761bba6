"""Keywords and names that Python's logging refuses."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]


@cases("code, expected", [
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.info('a', key=1)", ["P143"]),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.info('a %s', 1, exc_info=True, stacklevel=2)", []),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.error('a', extra={'message': 1})", ["P143"]),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.error('a', extra={'module': 'x'})", ["P143"]),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logger.error('a', extra={'order': 1})", []),
    ("import logging\nlogger = logging.getLogger(__name__)\n\n\ndef handler(event, context):\n"
     "    logging.info('a', order=1)", ["P143"]),
    ("def event_logger():\n    return print\n\n\nlogger = event_logger()\n\n\ndef handler(event, context):\n"
     "    logger('a', end='')", []),
])
def test_a_record_of_a_log_has_its_own_names(code, expected, finding_ids):
    assert finding_ids(code) == expected


LAYER = "aws-lambda-powertools==3.37.0\n"
LOGGER = "infra:\n  layers: [powertools]\n---\nfrom aws_lambda_powertools import Logger\nlogger = Logger()\n\n" \
    "\ndef handler(event, context):\n    logger.info('a', "


@cases("code, expected", [
    ({"layers/powertools/requirements.txt": LAYER,
      "a": LOGGER + "key=1)"}, []),
    ({"layers/powertools/requirements.txt": LAYER,
      "a": LOGGER + "extra={'name': 1})"}, ["P143"]),
    ({"layers/powertools/requirements.txt": LAYER,
      "a": LOGGER + "extra={'plate': 1})"}, []),
])
def test_a_logger_of_powertools_takes_keywords(code, expected, finding_ids):
    assert finding_ids(code) == expected
