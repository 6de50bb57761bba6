"""State that a warm Lambda keeps, times of its cold start, and caches of what was read for one event."""
from tests.fixtures.checks import finds

H = "\n\n\ndef handler(event, context):\n"
STATES = [
    ('rows = []' + H + "    rows.append(event['x'])\n    return {'rows': rows}", ["P115"]),
    ('rows = []' + H + "    rows.append(event['x'])\n    if not rows:\n        return\n    print(rows)", ["P115"]),
    ('rows = []' + H + "    rows.append(event['x'])\n    if rows:\n        print(rows)\n        rows.clear()", []),
    ('rows = []' + H + "    if not rows:\n        for row in table.scan()['Items']:\n            rows.append(row)\n"
     "    return 'none' if not rows else str(rows)", []),
    ('rows = []' + H + "    rows.clear()\n    rows.append(event['x'])\n    return {'rows': rows}", []),
    ('rows = []' + H + "    global rows\n    rows = []\n    rows.append(event['x'])\n    return {'rows': rows}", []),
    ('seen = set()' + H + "    if event['id'] in seen:\n        return\n    seen.add(event['id'])", []),
    ('totals = {}' + H
     + "    for o in event['o']:\n        totals[o['k']] = totals.get(o['k'], 0) + o['n']\n    return totals", ["P115"]),
    ('from collections import defaultdict\ngroups = defaultdict(list)' + H
     + "    for o in event['o']:\n        groups[o['k']].append(o)\n    return dict(groups)", ["P115"]),
    ('import statistics\nfrom collections import defaultdict\ngroups = defaultdict(list)' + H
     + "    for o in event['o']:\n        groups[o['k']].append(o['n'])\n    return [statistics.mean(n) for n in groups.values()]",
     ["P115"]),
    ('from collections import Counter\ncounts = Counter()' + H
     + "    for o in event['o']:\n        counts[o['k']] += 1\n    return counts", ["P115"]),
    ('cache = {}' + H
     + "    key = event['k']\n    if key not in cache:\n        cache[key] = key * 2\n    return cache[key]", []),
    ('cache = {}' + H
     + "    key = event['k']\n    try:\n        return cache[key]\n    except KeyError:\n"
     '        cache[key] = key * 2\n    return cache[key]', []),
    ('results = {}' + H
     + "    for o in event['o']:\n        results[o['k']] = o['n']\n"
     "    return {'statusCode': 200, 'body': json.dumps(results)}", ["P115"]),
    ("STATS = {'calls': 0}" + H + "    STATS['calls'] += 1\n    return STATS", []),
    ('count = 0' + H + '    global count\n    count += 1\n    return count', []),
    ('total = 0' + H
     + "    global total\n    for o in event['o']:\n        total += o['n']\n    return total", ["P115"]),
    ('total = 0' + H
     + "    global total\n    total = 0\n    for o in event['o']:\n        total += o['n']\n    return total", []),
    ('def add(row, rows=[]):\n    rows.append(row)\n    return rows' + H
     + "    return [add(o) for o in event['o']]", ["P115"]),
    ('def add(row, rows=None):\n    rows = rows or []\n    rows.append(row)\n    return rows' + H
     + "    return [add(o) for o in event['o']]", []),
    ('def fib(n, memo={}):\n    if n in memo:\n        return memo[n]\n'
     '    memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)\n    return memo[n]' + H
     + "    return fib(event['n'])", []),
    ('class Cart:\n    items = []\n\n    def add(self, x):\n        self.items.append(x)' + H
     + "    cart = Cart()\n    cart.add(event['x'])\n    return cart.items", ["P115"]),
    ('class Cart:\n    def __init__(self):\n        self.items = []\n\n    def add(self, x):\n'
     '        self.items.append(x)' + H
     + "    cart = Cart()\n    cart.add(event['x'])\n    return cart.items", []),
    ('class Cart:\n    def __init__(self):\n        self.items = []\n\n    def add(self, x):\n'
     '        self.items.append(x)\n\n\nCART = Cart()' + H
     + "    CART.add(event['x'])\n    return CART.items", ["P115"]),
    ('HANDLERS = []\n\n\ndef register(f):\n    HANDLERS.append(f)\n    return f\n\n\n@register\n'
     'def one(e):\n    return e' + H
     + '    return [f(event) for f in HANDLERS]', []),
    ('CLIENTS = {}\n\n\ndef client(name):\n    if name not in CLIENTS:\n'
     '        CLIENTS[name] = boto3.client(name)\n    return CLIENTS[name]' + H
     + "    return client('sts').get_caller_identity()['Account']", []),
    ('BUFFER = []' + H + '    BUFFER.append(event)\n    if len(BUFFER) > 10:\n        del BUFFER[:]', []),
    ('groups = {}' + H
     + "    for o in event['o']:\n        groups.setdefault(o['k'], []).append(o)\n    return groups", ["P115"]),
    ('FAILS = {}' + H
     + "    host = event['h']\n    FAILS[host] = FAILS.get(host, 0) + 1\n    if FAILS[host] > 3:\n"
     '        raise OSError', []),
    ('CONFIG = []' + H + "    if not CONFIG:\n        CONFIG.extend(event['c'])\n    return CONFIG", []),
    ('import collections\nLAST = collections.deque(maxlen=5)' + H
     + '    LAST.append(event)\n    return list(LAST)', []),
    ('rows = []' + H + '    rows = []\n    rows.append(event)\n    return rows', []),
    ("rows = []\n\n\ndef work(event):\n    rows.append(event['x'])" + H
     + '    work(event)\n    return list(rows)', ["P115"]),
    ('table_rows = []\ntable_rows.append(1)' + H + '    return table_rows', []),
    ("body = {'status': 'ok'}" + H + "    body['id'] = event['id']\n    return body", []),
    ("headers = {'a': 'b'}" + H + "    headers[event['k']] = 'x'\n    return headers", ["P115"]),
    ('lines = []' + H + "    lines.extend(event['l'])\n    while lines:\n        print(lines.pop())", []),
    ("msgs = ''" + H + "    global msgs\n    msgs += event['m']\n    return msgs", ["P115"]),
]
NOW = "from datetime import datetime, timedelta\nimport time\nimport uuid\n"
PUT = "    table.put_item(Item={'pk': %s, 'sk': 'b', 'at': %s})"
TIMES = [
    (NOW + "def handler(event, context, now=datetime.now()):\n    return now.isoformat()", ["P112"]),
    (NOW + "def handler(event, context, id_=str(uuid.uuid4())):\n    return id_", ["P112"]),
    (NOW + "def stamp(*, at=int(time.time())):\n    return at" + H + "    return stamp()", ["P112"]),
    (NOW + "def handler(event, context, started=time.time()):\n    return time.time() - started", []),
    (NOW + "def stamp(at=None):\n    return at or time.time()" + H + "    return stamp()", []),
    (NOW + "def stamp(clock=time.time):\n    return clock()" + H + "    return stamp()", []),
    (NOW + "NOW = datetime.now()" + H + PUT % ("'a'", "NOW.isoformat()"), ["P112"]),
    (NOW + "NOW = datetime.utcnow().isoformat()" + H + PUT % ("'a'", "NOW"), ["P112"]),
    (NOW + "EXPIRES = int(time.time()) + 3600" + H + PUT % ("'a'", "EXPIRES"), ["P112"]),
    (NOW + "CUTOFF = datetime.now() - timedelta(days=7)" + H + "    return event['at'] < CUTOFF.isoformat()", ["P112"]),
    (NOW + "ID = str(uuid.uuid4())" + H + PUT % ("ID", "1"), ["P112"]),
    (NOW + "ID = f'order#{uuid.uuid4().hex}'" + H + "    return {'orderId': ID}", ["P112"]),
    (NOW + "YEAR = datetime.now().year" + H + PUT % ("'a'", "YEAR"), ["P112"]),
    (NOW + "class Order:\n    created = datetime.now()\n    id = None" + H + "    return Order.created.isoformat()",
     ["P112"]),
    (NOW + "from functools import lru_cache\n\n\n@lru_cache\ndef now():\n    return time.time()" + H
     + "    return now()", ["P112"]),
    (NOW + "LOADED = time.time()" + H + "    print(time.time() - LOADED)", []),
    (NOW + "T0 = time.time()" + H + "    return {'age': time.time() - T0}", []),
    (NOW + "BEGIN = time.time()" + H + "    print('begun', BEGIN)\n    return {'started': BEGIN}", []),
    (NOW + "INSTANCE = str(uuid.uuid4())" + H + PUT % ("INSTANCE", "1"), []),
    (NOW + "TOKEN = uuid.uuid4().hex" + H + "    return {'by': TOKEN}", []),
    (NOW + "LAST = time.time()\n\n\ndef handler(event, context):\n    global LAST\n    LAST = time.time()\n"
     "    return LAST", []),
    (NOW + "def now():\n    return datetime.now()" + H + PUT % ("'a'", "now().isoformat()"), []),
    (NOW + "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Order:\n"
     "    at: float = field(default_factory=time.time)" + H + "    return Order().at", []),
    (NOW + "def outer():\n    def inner(at=time.time()):\n        return at\n    return inner()" + H
     + "    return outer()", []),
    (NOW + "from functools import lru_cache\n\n\n@lru_cache\ndef loaded():\n    return time.time()" + H
     + "    return loaded()", []),
]


def test_a_module_that_a_handler_imports_registers_its_functions_once(finding_ids):
    registry = "STEPS = []\n\n\ndef step(f):\n    STEPS.append(f)\n    return f\n"
    steps = "from lambdas.registry import step\n\n\n@step\ndef first(event):\n    return event\n"
    code = "from lambdas.registry import STEPS" + H + "    import lambdas.steps\n    return [f(event) for f in STEPS]"
    assert finding_ids({"a": code + " + [lambdas.steps]", "lambdas/registry.py": registry,
                        "lambdas/steps.py": steps}) == []


test_state_of_a_warm_lambda_is_no_data_of_an_event = finds([*STATES, *TIMES])

test_parts_of_mappings_and_documents_are_state = finds([
    ("STATE = {'rows': []}\n\n\ndef handler(event, context):\n    STATE['rows'].append(event['row'])\n"
     "    return STATE", ["P115"]),
    ("STATE = {'rows': [], 'name': 'a'}\n\n\ndef handler(event, context):\n"
     "    STATE['rows'].append(event['row'])\n    return {'rows': STATE['rows']}", ["P115"]),
    ("STATE = {'rows': {}}\n\n\ndef handler(event, context):\n    STATE['rows'].update(event['row'])\n"
     "    return {'rows': STATE['rows']}", ["P115"]),
    ("STATE = {'rows': [], 'name': 'a'}\n\n\ndef handler(event, context):\n    STATE['rows'] = []\n"
     "    STATE['rows'].append(event['row'])\n    return {'rows': STATE['rows']}", []),
    ("STATE = {'rows': [], 'name': 'a'}\n\n\ndef handler(event, context):\n    STATE['rows'].clear()\n"
     "    STATE['rows'].append(event['row'])\n    return {'rows': STATE['rows']}", []),
    ("STATE = {'rows': {}, 'name': 'a'}\n\n\ndef handler(event, context):\n"
     "    if event['a'] not in STATE['rows']:\n        STATE['rows'][event['a']] = 1\n"
     "    return STATE['rows'][event['a']]", []),
    ("STATE = {'count': 0}\n\n\ndef handler(event, context):\n    STATE['count'] += 1\n    return STATE", []),
    ("STATE = {'sum': 0}\n\n\ndef handler(event, context):\n    STATE['sum'] += event['a']\n    return STATE",
     ["P115"]),
    ("STATE = {'sum': 0}\n\n\ndef handler(event, context):\n    STATE['sum'] = 0\n"
     "    STATE['sum'] += event['a']\n    return STATE", []),
    ("import io\nBUFFER = io.StringIO()\n\n\ndef handler(event, context):\n    BUFFER.write(event['row'])\n"
     "    return {'text': BUFFER.getvalue()}", ["P115"]),
    ("import csv\nimport io\nBUFFER = io.StringIO()\nWRITER = csv.writer(BUFFER)\n\n\n"
     "def handler(event, context):\n    WRITER.writerow([event['row']])\n    return {'text': BUFFER.getvalue()}",
     ["P115"]),
    ("import io\nBUFFER = io.StringIO()\n\n\ndef handler(event, context):\n    BUFFER.seek(0)\n"
     "    BUFFER.truncate()\n    BUFFER.write(event['row'])\n    return {'text': BUFFER.getvalue()}", []),
    ("from email.message import EmailMessage\nMAIL = EmailMessage()\n\n\ndef handler(event, context):\n"
     "    MAIL['To'] = event['to']\n    return MAIL.as_string()", ["P115"]),
    ("from email.message import EmailMessage\nMAIL = EmailMessage()\n\n\ndef handler(event, context):\n"
     "    del MAIL['To']\n    MAIL['To'] = event['to']\n    return MAIL.as_string()", []),
])

TIME = "from datetime import date, datetime, timedelta\n\n\ndef monday_of(day):\n    return day - timedelta(days=day.weekday())\n\n\n" \
    "def last():\n    return datetime.now() - timedelta(days=7)\n\n\nLAST = %s\n\n\ndef handler(event, context):\n    return %s"
USE = "{'week': LAST.isoformat()}"
KEPT = "rows = {}\n%s\n\ndef read(id_):\n    return table.get_item(Key={'pk': id_, 'sk': 'a'}).get('Item')\n\n\n" \
    "def handler(event, context):\n    %s"
test_a_warm_lambda_keeps_what_it_computed_first = finds([
    (TIME % ("monday_of(datetime.now()) - timedelta(days=7)", USE), ["P112"]), (TIME % ("last()", USE), ["P112"]),
    (TIME % ("monday_of(date(2026, 3, 4))", USE), []), (TIME % ("last()", "(datetime.now() - LAST).days"), []),
    (TIME % ("last()", "{'week': last().isoformat()}"), []),
    (KEPT % ("", "return rows.setdefault(event['id'], read(event['id']))"), ["P130"]),
    (KEPT % ("", "rows.clear()\n    return rows.setdefault(event['id'], read(event['id']))"), []),
    (KEPT % ("", "if event['id'] not in rows:\n        rows[event['id']] = read(event['id'])\n    return rows[event['id']]"), []),
    (KEPT % ("", "own = {}\n    return own.setdefault(event['id'], read(event['id']))"), []),
    (KEPT % ("", "return rows.setdefault(event['region'], boto3.client('s3', region_name=event['region']))"), [])],
    only=["P112", "P130"])

HEAD = "cache, row = {}, None\n\n\n"
GET = "table.get_item(Key={'pk': 'room', 'sk': %s}).get('Item')"
HANDLER = HEAD + "def handler(event, context):\n    %s\n    return %s"
BY_EVENT, FIXED = GET % "event['name']", GET % "'hall'"

test_a_cache_distinguishes_events = finds([
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
])

CLOCK = "from datetime import datetime, timezone\n\n\ndef now():\n    return datetime.now(timezone.utc)\n"
COMMON = {"lambdas/common/__init__.py": "", "lambdas/common/clock.py": CLOCK}

test_a_time_of_another_module_is_one_of_the_cold_start = finds(({"a": code, **COMMON}, ids) for code, ids in [
    ("from lambdas.common import clock\nLIMIT = clock.now().isoformat()\n\n\ndef handler(event, context):\n"
     "    return {'at': LIMIT}", ["P112"]),
    ("from lambdas.common.clock import now\nLIMIT = now().isoformat()\n\n\ndef handler(event, context):\n"
     "    return {'at': LIMIT}", ["P112"]),
    ("from lambdas.common import clock\nSTARTED = clock.now()\n\n\ndef handler(event, context):\n"
     "    return {'age': str(clock.now() - STARTED)}", []),
    ("from lambdas.common import clock\n\n\ndef handler(event, context):\n    return {'at': clock.now().isoformat()}",
     [])])

LISTS = "from functools import cache\n\n\n@cache\ndef office():\n    return %s\n"
CALLER = "\n\ndef handler(event, context):\n    %s\n    return {'to': to}"
SPLIT = "[name.strip() for name in os.environ['OFFICE'].split(',')]"
test_a_list_in_a_cache_stays_as_it_is = finds([
    *[(LISTS % value + CALLER % code, ids) for value, code, ids in [
        (SPLIT, "to = office()\n    to.append(event['mail'])", ["P115"]), ("['a@b']", "to = office()\n    to += ['b']", ["P115"]),
        (SPLIT, "to = list(office())\n    to.append(event['mail'])", []), (SPLIT, "to = office() + [event['mail']]", []),
        (SPLIT, "to = office()\n    if 'a' not in to:\n        to.append('a')", []), ("[]", "to = office()\n    to.append('a')", []),
        (SPLIT, "to = office()\n    to = [*to]\n    to.append('a')", []), (SPLIT, "to = office()\n    to.sort()", []),
        (SPLIT, "office().append(event['mail'])\n    to = 1", ["P115"]), (SPLIT, "to = office()\n    to.pop(0)", ["P115"]),
        ("tuple(os.environ['OFFICE'].split(','))", "to = office()\n    to += ('b',)", [])]],
    (LISTS.replace("@cache\n", "") % SPLIT + CALLER % "to = office()\n    to.append('a')", []),
    ({"lambdas/common/__init__.py": "", "lambdas/common/mail.py": "import os\n" + LISTS % SPLIT,
      "a": "from lambdas.common import mail" + CALLER % "to = mail.office()\n    to.append(event['mail'])"}, ["P115"]),
], only=["P115"], env="{OFFICE: a@b}")
