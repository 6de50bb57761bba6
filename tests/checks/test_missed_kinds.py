"""Kinds of bugs that were missed in apps whose bugs were written without sight of the checks."""
from tests.fixtures.checks import finds

ID = "import random, secrets, uuid\n\nTICKET = %s\n\n\ndef handler(event, context):\n    item = {'%s': TICKET, 'sk': 'a'}\n" \
    "    table.put_item(Item={**item, 'number': event['a']})"
CACHE = "import time\n\n\nclass Token:\n    read_at = 0\n\n    def header(self, %s):\n" \
    "        return now - self.read_at > 60\n\n\ndef handler(event, context):\n    return Token().header()"

test_an_id_of_the_cold_start = finds([
    (ID % ("uuid.uuid4().hex", "pk"), ["P112"]), (ID % ("uuid.uuid4().hex", "number"), ["P112"]),
    (ID % ("secrets.token_hex(8)", "number"), ["P112"]), (ID % ("random.randint(1, 10**9)", "number"), ["P112"]),
    (ID % ("uuid.uuid4().hex", "size"), []), (ID % ("random.randint(1, 9)", "size"), []),
    ((ID % ("uuid.uuid4().hex", "number")).replace("TICKET", "INSTANCE"), []),
], only=["P112"], tables="{demo: {key: {number: string}}}")

test_a_time_of_the_cold_start = finds([
    (CACHE % "now=time.monotonic()", ["P112"]), (CACHE % "now=time.perf_counter()", ["P112"]),
    (CACHE % "now=60", []), (CACHE % "now=1, started=time.monotonic()", []),
], only=["P112"])

REQUEST = "import urllib.error\nimport urllib.request\nfrom urllib.error import HTTPError, URLError\n" \
    "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        urllib.request.urlopen(event['url'], timeout=3)\n    except %s as error:\n        %s"

test_an_error_has_the_attributes_of_its_class = finds([
    (REQUEST % ("urllib.error.URLError", "return error.code"), ["P113"]), (REQUEST % ("URLError", "return error.reason"), []),
    (REQUEST % ("urllib.error.HTTPError", "return error.code"), []),
    (REQUEST % ("URLError", "if hasattr(error, 'code'):\n            return error.code"), []),
    (REQUEST % ("URLError", "if isinstance(error, HTTPError):\n            return error.code"), []),
    (REQUEST % ("(HTTPError, URLError)", "return error.code"), ["P113"]),
    (REQUEST % ("(HTTPError, URLError)", "return error.reason"), []),
    (REQUEST % ("(ClientError, KeyError)", "return error.response"), ["P113"]),
    (REQUEST % ("URLError", "return getattr(error, 'code', 0)"), []),
], only=["P113"])

BATCH = "with table.batch_writer(overwrite_by_pkeys=[%s]) as batch:\n" \
    "    for row in event['rows']:\n        batch.put_item(Item={%s})"

test_a_batch_tells_items_apart_by_the_whole_key = finds([
    (BATCH % ("'sensor'", "**row, 'expires': 5"), ["P344"]), (BATCH % ("'sensor', 'taken'", "**row, 'expires': 5"), []),
    (BATCH % ("'sensor', 'lux'", "**row, 'expires': 5"), ["P344"]), (BATCH % ("'sensor'", "**row, 'taken': 5"), []),
    (BATCH % ("'sensor'", "'sensor': row['s'], 'taken': row['t']"), ["P344"]), (BATCH % ("*event['keys']", "**row, 'expires': 5"), []),
], only=["P344"], tables="{demo: {key: {sensor: string, taken: number}}}")

ISLICE = "from itertools import islice\n\n\ndef parts(rows):\n    while part := list(islice(rows, 10)):\n        yield part\n\n\n" \
    "def handler(event, context):\n    file, rows = open('/tmp/a'), %s\n    return [*parts(rows), file]"

test_a_list_has_no_position = finds([
    (ISLICE % "[]", ["P174"]), (ISLICE % "iter([])", []), (ISLICE % "event['rows']", []), (ISLICE % "sorted(event)", ["P174"]),
], only=["P174"])

FORM = "return boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a', Conditions=[%s])"

test_a_range_ends_after_its_beginning = finds([
    (FORM % "['content-length-range', 8 * 1024 * 1024, 1]", ["P225"]), (FORM % "['content-length-range', 1, 8 * 1024 * 1024]", []),
    (FORM % "['content-length-range', 5, 5]", []), (FORM % "['content-length-range', 1, event['most']]", []),
], only=["P225"])

TEXT = "MOST = 4\n\n\ndef handler(event, context):\n    if event['a'] > MOST:\n        raise ValueError(%s)\n" \
    "    return {'statusCode': 400, 'body': json.dumps({'message': %s})}"

test_a_text_with_a_constant_of_the_module_is_an_f_string = finds([
    (TEXT % ("'at most {MOST} photos'", "'a'"), ["P159"]), (TEXT % ("f'at most {MOST} photos'", "'a'"), []),
    (TEXT % ("'a'", "'at most {MOST} photos'"), ["P159"]), (TEXT % ("'{MOST}'", "'{MOST}'"), []),
    (TEXT % ("'at most {LEAST} photos'", "'a'"), []),
], only=["P159"])
