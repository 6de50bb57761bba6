"""Caches of a module with what was read for one event, beside those that tell events apart."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
HEAD = "cache, row = {}, None\n\n\n"
GET = "table.get_item(Key={'pk': 'room', 'sk': %s}).get('Item')"
HANDLER = HEAD + "def handler(event, context):\n    %s\n    return %s"
BY_EVENT, FIXED = GET % "event['name']", GET % "'hall'"
CASES = [
    (HANDLER % (f"if 'r' not in cache:\n        cache['r'] = {BY_EVENT}", "cache['r']"), ["P130"]),
    (HANDLER % (f"if 'r' not in cache:\n        cache['r'] = {FIXED}", "cache['r']"), []),
    (HANDLER % (f"if event['name'] not in cache:\n        cache[event['name']] = {BY_EVENT}", "cache[event['name']]"), []),
    (HANDLER % (f"global row\n    if row is None:\n        row = {BY_EVENT}", "row"), ["P130"]),
    (HANDLER % (f"global row\n    if not row:\n        row = {FIXED}", "row"), []),
    (HANDLER % (f"global row\n    row = {BY_EVENT}", "row"), []), (HANDLER % (f"cache['r'] = {BY_EVENT}", "cache['r']"), []),
    (HANDLER % (f"global row\n    row = row or {BY_EVENT}", "row"), ["P130"]),
    (HANDLER % (f"global row\n    row = None\n    if row is None:\n        row = {BY_EVENT}", "row"), []),
    (HANDLER % (f"global row\n    if row is None or row['sk'] != event['name']:\n        row = {BY_EVENT}", "row"), []),
    (HANDLER % (f"try:\n        return cache['r']\n    except KeyError:\n        cache['r'] = {BY_EVENT}", "cache['r']"), ["P130"]),
    (HANDLER % (f"if cache.get('r') is None:\n        cache['r'] = json.dumps({{'row': {BY_EVENT}}}, default=str)", "cache['r']"),
     ["P130"]),
    (HANDLER % ("cache.clear()\n    if 'r' not in cache:\n        cache['r'] = " + BY_EVENT, "cache['r']"), []),
    (HEAD + f"def read(name):\n    if 'r' not in cache:\n        cache['r'] = {GET % 'name'}\n    return cache['r']\n\n\n"
     "def handler(event, context):\n    return read(event['name'])", ["P130"]),
    (HEAD + f"def read(name):\n    if 'r' not in cache:\n        cache['r'] = {GET % 'name'}\n    return cache['r']\n\n\n"
     "def handler(event, context):\n    return read('hall')", []),
    (HEAD + "def handler(event, context):\n    if 'r' not in cache:\n        cache['r'] = table.query(KeyConditionExpression="
     "Key('pk').eq(f\"room#{event['name']}\"))['Items']\n    return cache['r']", ["P130"]),
    (HEAD + "s3 = boto3.client('s3')\n\n\ndef handler(event, context):\n    global row\n    if row is None:\n        row = "
     "s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key=event['key'])['Metadata']\n    return row", ["P130"]),
]


@cases("code, expected", CASES)
def test_a_cache_distinguishes_events(finding_ids, code, expected):
    assert finding_ids(code) == expected
