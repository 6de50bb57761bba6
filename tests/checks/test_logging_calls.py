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
