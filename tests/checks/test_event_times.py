"""Times of events in their units, texts of days without zeros, levels of logging, and generators that are kept."""
from tests.fixtures.checks import finds

TIME = "import time\nfrom datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    record = event['record']\n    sent, created = record['attributes'], record['dynamodb']\n    %s\n    return str(at)"
test_a_time_of_an_event_has_its_unit = finds([
    (TIME % line, ids) for line, ids in [
        ("at = datetime.fromtimestamp(created['ApproximateCreationDateTime'], timezone.utc)", []),
        ("at = datetime.fromtimestamp(int(created['ApproximateCreationDateTime']) / 1000, timezone.utc)", ["P176"]),
        ("at = created['ApproximateCreationDateTime'] // 1000\n    at = datetime.fromtimestamp(at, timezone.utc)", []),
        ("seconds = created['ApproximateCreationDateTime'] // 1000\n    at = time.gmtime(seconds)", ["P176"]),
        ("at = time.localtime(float(sent['SentTimestamp']))", ["P176"]),
        ("at = time.localtime(float(sent['SentTimestamp']) / 1e3)", []),
        ("at = time.localtime(int(sent.get('SentTimestamp')) * 0.001)", []),
        ("at = time.time() - int(sent['SentTimestamp'])", ["P176"]),
        ("at = time.time() - int(sent['SentTimestamp']) / 1000", []),
        ("at = time.time() * 1000 - int(sent['SentTimestamp'])", []),
        ("at = datetime.fromtimestamp(event['requestContext']['requestTimeEpoch'], timezone.utc)", ["P176"])]])

DAYS = "year = event['year']\nreturn table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').between(%s))['Items'][0]"
test_a_day_as_text_has_its_zeros = finds([
    (DAYS % "f'{year}-1-1', f'{year}-12-31'", ["P140"]), (DAYS % "f'{year}-01-01', f'{year}-12-31'", []),
    (DAYS % "'2026-1-01', '2026-12-31'", ["P140"]), (DAYS % "'2026-10-10', '2026-12-31'", []),
    (DAYS % "f'{year}-1', f'{year}-2'", []), ("return event['day'] < '2026-12-1'", ["P140"]),
    ("return event['version'] < '1.2-1-1'", []), ("return event['day'] == '2026-1-1'", [])])

LOG = "import logging\n\nlogging.basicConfig(%s)\nlogger = logging.getLogger(__name__)\n%s\n\n" \
    "def handler(event, context):\n    logger.%s('loaded')"
test_the_level_of_a_log_has_an_effect = finds([
    (LOG % ("level=logging.INFO", "", "info"), ["P177"]), (LOG % ("level='DEBUG'", "", "debug"), ["P177"]),
    (LOG % ("level=logging.INFO", "", "warning"), []), (LOG % ("format='%%(message)s'", "", "info"), []),
    (LOG % ("level=logging.INFO, force=True", "", "info"), []),
    (LOG % ("level=logging.INFO", "logger.setLevel(logging.INFO)\n", "info"), []),
    ("infra:\n  log: {level: info}\n---\n" + LOG % ("level=logging.INFO", "", "info"), [])])

KEPT = "from functools import lru_cache\n\n\n@lru_cache\ndef days(year):\n    return %s\n\n\n" \
    "def handler(event, context):\n    return list(days(event['year']))"
TOP = "NAMES = %s\n\n\ndef handler(event, context):\n    return [name for name in NAMES if name in event]"
test_a_generator_that_is_kept_is_read_once = finds([
    (KEPT % "(day for day in range(year))", ["P144"]), (KEPT % "map(str, range(year))", ["P144"]),
    (KEPT % "tuple(day for day in range(year))", []), (KEPT % "sorted(map(str, range(year)))", []),
    (KEPT.replace("@lru_cache\n", "print(lru_cache)\n\n\n") % "(day for day in range(year))", []),
    (TOP % "filter(None, ['a', 'b'])", ["P144"]), (TOP % "tuple(filter(None, ['a', 'b']))", [])])
