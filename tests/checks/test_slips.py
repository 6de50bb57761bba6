"""Slips of the hand that Python accepts, and values with another number of parts than there are names."""
from tests.fixtures.checks import finds

HEAD = "import csv, hashlib, io, pathlib, re\nfrom datetime import datetime, timezone\n\nPATTERN = re.compile(r'(?P<id>\\d+)-(\\w+)')\n" \
    "FIELDS = ['name', 'price']\n\n\ndef parts():\n    return 1, 2, 3\n\n\ndef handler(event, context):\n    "


def rows(pairs):
    """[(code, [id])] of handlers with the code."""
    return [(HEAD + code.replace("\n", "\n    "), expected) for code, expected in pairs]


test_a_method_is_called = finds(rows([
    ("return {'id': hashlib.sha256(b'a').hexdigest}", ["P181"]),
    ("return f'{datetime.now(timezone.utc).isoformat}'", ["P181"]),
    ("name = event['name'].strip\nreturn {'name': name}", ["P181"]),
    ("limit = event['limits']\nreturn {'lower': limit.lower, 'upper': limit.upper}", []),
    ("if event['state'].lower == 'paid':\n    return 1", ["P181"]),
    ("clean = event['name'].strip\nreturn clean()", []),
    ("clean = str.strip\nreturn {'names': list(map(clean, event['names'])), 'f': [*map(str.lower, event['names'])]}", []),
    ("return {'id': hashlib.sha256(b'a').hexdigest()}", []),
    ("return 1 if event['code'].isdigit else 2", ["P181"]),
    ("return [row for row in event['rows'] if not row['name'].strip]", ["P181"]),
    ("return 1 if event['code'].isdigit() and event['name'].strip() else 2", []),
]))

ORDER = "class Order:\n    def __init__(self, total):\n        self.total = total\n\n%s    def is_paid(self):\n" \
    "        return self.total == 0\n\n\ndef handler(event, context):\n    order = Order(event['total'])\n    "

test_a_condition_calls_its_method = finds([
    (ORDER % "" + "if order.is_paid:\n        return 1", ["P181"]),
    (ORDER % "" + "return 1 if event and not order.is_paid else 2", ["P181"]),
    (ORDER % "" + "if order.is_paid():\n        return 1", []),
    (ORDER % "    @property\n" + "if order.is_paid:\n        return 1", []),
    (ORDER % "" + "order.is_paid = None\n    if order.is_paid:\n        return 1", []),
])

test_a_group_is_one_of_the_pattern = finds(rows([
    ("found = re.search(r'(\\d+)', event['a'])\nreturn found.group(2) if found else ''", ["P182"]),
    ("found = re.search(r'(\\d+)', event['a'])\nreturn found[2] if found else ''", ["P182"]),
    ("found = PATTERN.search(event['a'])\nreturn found['nr'] if found else ''", ["P182"]),
    ("if found := PATTERN.search(event['a']):\n    return found.group('id', 3)", ["P182"]),
    ("found = PATTERN.search(event['a'])\nreturn (found['id'], found[2], found.group(), found.end()) if found else ''", []),
    ("found = re.search(event['pattern'], event['a'])\nreturn found.group(5) if found else ''", []),
    ("found = re.search(r'(', event['a'])\nreturn found.group(5) if found else ''", []),
]))

test_an_operator_is_meant = finds(rows([
    ("total = 0\nfor price in event['prices']:\n    total =+ price\nreturn total", ["P183"]),
    ("total = +event['price']\nreturn total", []),
    ("total = 0\nfor price in event['prices']:\n    total += price\nreturn total", []),
]))

test_an_index_is_inside = finds(rows([
    ("names = event['names']\nfor at in range(len(names) + 1):\n    print(names[at])", ["P184"]),
    ("for at in range(1, len(event['names']) + 1):\n    print(event['names'][at])", ["P184"]),
    ("names = event['names']\nfor at in range(len(names) + 1):\n    print(names[:at], names[at - 1])", []),
    ("names = event['names']\nfor at in range(len(names) + 1):\n    if at < len(names):\n        print(names[at])", []),
]))

WEEK = "'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'"
SUNDAY = "'Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'"
YEAR = "'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'"
test_days_and_months_are_counted_as_their_list_is = finds(
    (f"import calendar\nfrom datetime import datetime\n\nNAMES = [{names}]\n\n\ndef handler(event, context):\n"
     f"    day = datetime.fromisoformat(event['time'])\n    {code}", ids) for names, code, ids in [
        (WEEK, "return NAMES[day.isoweekday()]", ["P242"]), (WEEK, "return NAMES[day.weekday()]", []),
        (WEEK, "return NAMES[day.isoweekday() - 1]", []), (SUNDAY, "return NAMES[day.isoweekday() % 7]", []),
        (SUNDAY, "return NAMES[day.weekday()]", ["P242"]), ("'', " + WEEK, "return NAMES[day.isoweekday()]", []),
        (SUNDAY, "return NAMES[(day.weekday() + 1) % 7]", []), (YEAR, "return NAMES[day.month]", ["P242"]),
        (YEAR, "return NAMES[day.month - 1]", []), ("'', " + YEAR, "return NAMES[day.month]", []),
        (WEEK, "number = day.isoweekday()\n    return NAMES[number]", ["P242"]),
        (WEEK, "return calendar.day_name[day.isoweekday()]", ["P242"]),
        (WEEK, "return calendar.day_name[day.weekday()]", []), (WEEK, "return calendar.month_name[day.month]", []),
        (WEEK, "try:\n        return NAMES[day.isoweekday()]\n    except IndexError:\n        return 'sun'", []),
        (WEEK, "number = day.isoweekday()\n    number = number - 1\n    return NAMES[number]", []),
        (WEEK, "number = day.isoweekday()\n    number -= 1\n    return NAMES[number]", []),
        (WEEK, "def name(number):\n        return NAMES[number]\n\n    number = day.isoweekday()\n"
         "    return name(number - 1)", [])])

test_a_pattern_is_for_re = finds(rows([
    ("return event['a'].replace(r'\\s+', ' ')", ["P185"]), ("return event['a'].split('[a-z]+')", ["P185"]),
    ("return re.sub(r'\\s+', ' ', event['a'])", []), ("return PATTERN.split(event['a'])", []),
    ("return event['a'].replace('\\\\', '/').split('[')", []), ("return event['a'].replace('C:\\\\data', '')", []),
]))

test_a_row_has_the_fields_of_its_writer = finds(rows([
    ("out = io.StringIO()\nsheet = csv.DictWriter(out, FIELDS)\nsheet.writerow({'nam': 1})\nreturn out.getvalue()", ["P186"]),
    ("out = io.StringIO()\nsheet = csv.DictWriter(out, fieldnames=FIELDS, extrasaction='ignore')\n"
     "sheet.writerow({'nam': 1})\nreturn out.getvalue()", []),
    ("out = io.StringIO()\nsheet = csv.DictWriter(out, [*event])\nsheet.writerow({'nam': 1})\nreturn out.getvalue()", []),
    ("out = io.StringIO()\nsheet = csv.DictWriter(out, FIELDS)\nsheet.writerow({'name': 1, **event})\nreturn out.getvalue()", []),
]))

test_each_part_has_a_name = finds(rows([
    ("first, second = parts()\nreturn first", ["P187"]), ("first, second, third = parts()\nreturn first", []),
    ("first, *others = parts()\nreturn first", []), ("first, second = 'a,b,c'.split(',')\nreturn first", ["P187"]),
    ("first, second = 'a,b,c'.split(',', 1)\nreturn first", []), ("first, second = event['a'].split(',')\nreturn first", []),
    ("for at, name in ['one', 'two']:\n    print(at, name)", ["P187"]),
    ("for at, name in enumerate(['one', 'two']):\n    print(at, name)", []),
    ("for first, second in zip([1], [2], [3]):\n    print(first)", ["P187"]),
    ("for first, second in [(1, 2), (3, 4)]:\n    print(first)", []),
    ("rows = []\nfor name in event['names']:\n    rows.append(name)\nfirst, second = rows\nreturn first", []),
    ("rows = []\nfor name in event['names']:\n    rows += [name]\nfirst, second = rows\nreturn first", []),
    ("rows = [None]\nrows[0:] = event['names']\nfirst, second = rows\nreturn first", []),
    ("rows = ()\nfor name in event['names']:\n    rows += (name,)\nfirst, second = rows\nreturn first", []),
    ("name = ''\nfor part in event['names']:\n    name += part\nfirst, second = name\nreturn first", []),
    ("pair = (None,)\nif event['a']:\n    pair = (1, 2)\nfirst, second = pair\nreturn first", []),
]))

test_a_stream_is_read_from_its_start = finds(rows([
    ("out = io.StringIO()\ncsv.writer(out).writerow(['a'])\nreturn out.read()", ["P145"]),
    ("out = io.BytesIO()\nout.write(b'a')\nreturn out.read().decode()", ["P145"]),
    ("out = io.StringIO()\ncsv.writer(out).writerow(['a'])\nout.seek(0)\nreturn out.read()", []),
    ("out = io.StringIO('a')\nreturn out.read()", []),
]))

test_elements_are_objects_of_their_own = finds(rows([
    ("rows = [[]] * 3\nrows[0].append(1)\nreturn rows", ["P179"]),
    ("rows = dict.fromkeys(event['names'], [])\nrows['a'].append(1)\nreturn rows", ["P179"]),
    ("rows = [set()] * 3\nrows[0] = {1}\nreturn len(rows)", []),
    ("rows = [[0] * 3] * 3\nrows[0][1] = 1\nreturn rows", ["P179"]),
    ("rows = [0] * 3\nrows[0] += 1\nreturn rows + [None] * 2", []), ("return dict.fromkeys(event['names'], 0)", []),
]))

test_a_path_is_no_value_of_json = finds(rows([
    ("return {'path': pathlib.Path('/tmp/a')}", ["P503"]), ("return {'path': str(pathlib.Path('/tmp/a'))}", []),
]))

GROUPS = "from itertools import groupby\nfrom operator import itemgetter\n\n\ndef handler(event, context):\n    rows = event['rows']\n" \
    "    %s\n    return {key: len(list(group)) for key, group in groupby(rows, %s)}"

test_rows_are_sorted_by_the_key_of_their_groups = finds((GROUPS % (order, key), expected) for order, key, expected in [
    ("rows.sort(key=itemgetter('day', 'depot'))", "itemgetter('depot')", ["P190"]),
    ("rows = sorted(rows, key=lambda row: (row['day'], row['depot']))", "key=lambda each: each['depot']", ["P190"]),
    ("rows = sorted(rows, key=lambda row: (row['depot'], row['day']))", "key=itemgetter('depot')", []),
    ("rows.sort(key=itemgetter('day', 'depot'))", "itemgetter('day', 'depot')", []),
    ("rows.sort(key=len)", "itemgetter('depot')", []), ("rows.sort(key=lambda row: -row['a'])", "itemgetter('depot')", []),
    ("rows.sort(key=lambda row: row['at'])", "key=lambda row: row['at'][:10]", []),
])

ZONED = "from datetime import date, datetime\nfrom zoneinfo import ZoneInfo\n\nZONE = ZoneInfo('%s')\n\n\ndef handler(event, context):\n" \
    "    return str([date, datetime.now(ZONE), %s])"

test_a_day_is_that_of_the_modules_zone = finds((ZONED % (zone, code), expected) for zone, code, expected in [
    ("Europe/Oslo", "date.today()", ["P191"]), ("Europe/Oslo", "datetime.now().date()", ["P191"]),
    ("UTC", "date.today()", []), ("Europe/Oslo", "datetime.now(ZONE).date()", []), ("Europe/Oslo", "datetime.now()", []),
])

FETCH = "import urllib.request\n\n\ndef handler(event, context):\n    with urllib.request.urlopen(event['url'], timeout=3) as file:\n" \
    "        return %s"
test_json_of_a_response_is_read = finds([
    (FETCH % "json.loads(file)", ["P197"]), (FETCH % "json.load(file)", []), (FETCH % "json.loads(file.read())", []),
    ("import urllib.request\nfile = urllib.request.urlopen(event['url'], timeout=3)\nreturn json.loads(file)", ["P197"]),
], only=["P197"])

PRESIGNED = "s3 = boto3.client('s3')\nbucket = os.environ['DEMO_BUCKET']\nreturn s3.generate_presigned_%s"
test_a_presigned_url_has_its_own_arguments = finds([
    (PRESIGNED % "post(Bucket=bucket, Key='a', Expires=60)", ["P226"]), (PRESIGNED % "post(Bucket=bucket, Key='a', ExpiresIn=60)", []),
    (PRESIGNED % "url('get_object', Params={'Bucket': bucket, 'Key': 'a'}, Method='GET')", ["P226"]),
    (PRESIGNED % "url('get_object', Params={'Bucket': bucket, 'Key': 'a'}, HttpMethod='GET', ExpiresIn=60)", []),
], only=["P226"])

SCHEDULE = "from datetime import datetime, timezone\nboto3.client('scheduler').create_schedule(Name='a', GroupName='default', " \
    "ScheduleExpression=f'at({datetime.now(timezone.utc):%s})', FlexibleTimeWindow={'Mode': '%s'}, " \
    "Target={'Arn': event['arn'], 'RoleArn': event['role']})"
test_a_schedule_has_a_time_with_seconds = finds([
    (SCHEDULE % ("%Y-%m-%dT%H:%M", "OFF"), ["P229"]), (SCHEDULE % ("%Y-%m-%dT%H:%M:%S", "OFF"), []),
    (SCHEDULE % ("%Y-%m-%dT%H:%M:%S", "NONE"), ["P207"]),
], only=["P229", "P207"])
