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


VALUES = "import logging\nlogger = logging.getLogger()\n\n\ndef handler(event, context):\n    order = event['id']\n" \
    "    try:\n        print(int(order))\n    except ValueError as error:\n        %s\n        raise"


@cases("log, ids", [
    ("logger.error('failed', error)", ["P157"]), ("logger.error('failed %s', error)", []),
    ("logger.error('failed %s %d', error)", ["P157"]), ("logger.error('100%% %s', error)", []),
    ("logger.error('%-10s %5.2f', error, 2.5)", []), ("logger.error('%(id)s', {'id': order})", []),
    ("logger.log(logging.INFO, 'failed %s', error)", []), ("logger.log(logging.INFO, 'failed', error)", ["P157"]),
    ("logger.error(order, error)", []), ("logger.error('failed', *error.args)", []), ("logger.exception('failed')", []),
    ("logger.error('order {order}')", ["P157"]), ("print('order {order}')", ["P157"]),
    ("logger.error('GET /orders/{id}')", []), ("logger.error('{{order}}')", []), ("logger.error(f'order {order}')", [])])
def test_a_log_has_its_values(log, ids, finding_ids):
    assert [id_ for id_ in finding_ids(VALUES % log) if id_ == "P157"] == ids


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
