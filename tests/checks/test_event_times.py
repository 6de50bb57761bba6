"""Times of events, days, levels of logging, generators that are kept, objects that loops repeat, patterns."""
from tests.fixtures.checks import finds

TIME = "import time\nfrom datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    record = event['record']\n    sent, created = record['attributes'], record['dynamodb']\n" \
    "    %s\n    return str(at)"
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

DAYS = "year = event['year']\n" \
    "return table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').between(%s))['Items'][0]"
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

ROWS = "def handler(event, context):\n    rows, row = [], {'day': event['day']}\n    for time in event['times']:\n" \
    "        %s\n        %s\n    return rows"
PUTS = "def handler(event, context):\n    row = {'pk': event['day']}\n    with table.batch_writer() as batch:\n" \
    "        for time in event['times']:\n            row['sk'] = time\n            batch.put_item(Item=%s)"
test_a_list_has_an_object_for_each_round = finds([
    (ROWS % ("row['time'] = time", "rows.append(row)"), ["P179"]),
    (ROWS % ("row['time'] = time", "rows.append({**row})"), []),
    (ROWS % ("row['time'] = time", "rows.append(row.copy())"), []),
    (ROWS % ("row = {'time': time}", "rows.append(row)"), []), (ROWS % ("print(time)", "rows.append(row)"), []),
    (PUTS % "row", ["P179"]), (PUTS % "dict(row)", [])])

LATER = "from datetime import date\n\n\ndef later(day, years):\n    %s\n\n\ndef handler(event, context):\n" \
    "    return str(later(date.fromisoformat(event['day']), 1))"
test_a_year_later_than_29_february = finds([
    (LATER % "return day.replace(year=day.year + years)", ["P178"]),
    (LATER % "return day.replace(year=day.year + years, day=28)", []),
    (LATER % "return day.replace(day=1).replace(year=day.year + years)", []),
    (LATER % "first = day.replace(day=1)\n    return first.replace(year=first.year + years)", []),
    (LATER % "try:\n        return day.replace(year=day.year + years)\n    except ValueError:\n"
     "        return day.replace(year=day.year + years, day=28)", [])])

WORD = "import re\n\nWORD = re.compile(%s)\n\n\n" \
    "def handler(event, context):\n    return bool(WORD.search(event['text']))"
test_the_edge_of_a_word_is_in_a_raw_text = finds([
    (WORD % r"'\bsale\b'", ["P159"]), (WORD % r"r'\bsale\b'", []), (WORD % r"'\\bsale\\b'", [])])

WRAPPED = "import functools\n\n\ndef endpoint(function):\n    @functools.wraps(function)\n" \
    "    def wrapper(event, context):\n        try:\n            return {'statusCode': 200, 'body': json.dumps(" \
    "function(event))}\n        except KeyError as error:\n" \
    "            return {'statusCode': 400, 'body': str(error)}\n    return wrapper\n\n\n" \
    "@endpoint\ndef handler(event):\n    %s"
ROUTE = "infra:\n  endpoint: {api: public, method: GET, path: /a}\n---\n" + WRAPPED
LISTS = "page = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'])\n    "
test_the_decorator_of_a_handler_is_no_try_for_one_key = finds([
    (ROUTE % "return event['rawPath']", ["P401"]), (ROUTE % "return event['path']", []),
    (ROUTE % "try:\n        return event['rawPath']\n    except KeyError:\n        return event['path']", []),
    (ROUTE % (LISTS + "return [entry['Key'] for entry in page['Contents']]"), ["P326"]),
    (ROUTE % (LISTS + "return [entry['Key'] for entry in page.get('Contents', [])]"), []),
    (ROUTE % (LISTS + "try:\n        return len(page['Contents'])\n    except KeyError:\n        return 0"), [])])

READER = "infra:\n  queue: {}\n---\ndef send(mail):\n    print(mail['to'], mail['lines'])\n\n\n" \
    "def handler(event, context):\n    for record in event['Records']:\n        try:\n" \
    "            send(json.loads(record['body']))\n        except KeyError as error:\n" \
    "            raise RuntimeError(record['messageId']) from error"
SENDER = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps(%s))"
test_each_sender_sends_what_each_message_needs = finds([
    ({"a": READER, "b": SENDER % "{'to': 'a', 'lines': []}", "c": SENDER % "{'to': 'a', 'text': ''}"}, ["P820"]),
    ({"a": READER, "b": SENDER % "{'to': 'a', 'lines': []}", "c": SENDER % "{'to': 'a', 'lines': [], 'text': ''}"}, []),
    ({"a": READER, "b": SENDER % "{'to': 'a', 'lines': []}", "c": SENDER % "{'to': 'a', **event}"}, [])], only=["P820"])
