"""Rows of a file in one batch, which may have a key twice."""
from tests.fixtures.checks import finds

SHEET = "import csv\n\n\ndef rows(text):\n    for line in csv.DictReader(text.splitlines()):\n" \
    "        yield line['a'], line['b']\n\n\ndef handler(event, context):\n    count = 0\n" \
    "    with table.batch_writer("

test_a_batch_has_each_row_of_a_file_once = finds([
    (SHEET + ") as batch:\n        for first, then in rows(event['text']):\n"
     "            batch.put_item(Item={'pk': f'a#{first}', 'sk': then})\n            count += 1\n    return count",
     ["P337"]),
    (SHEET + "overwrite_by_pkeys=['pk', 'sk']) as batch:\n        for first, then in rows(event['text']):\n"
     "            batch.put_item(Item={'pk': f'a#{first}', 'sk': then})\n            count += 1\n    return count", []),
])

CSV = "import csv\n\n\ndef row_of(line, at):\n    return {'pk': 'user', 'sk': %s}\n\n\ndef handler(event, context):\n" \
    "    rows = [row_of(line, 0) for line in csv.DictReader(event['text'].splitlines())]\n" \
    "    with table.batch_writer(%s) as batch:\n        for row in rows:\n            batch.put_item(Item=row)"

test_a_batch_has_a_key_once = finds([
    (CSV % ("line['mail']", ""), ["P337"]), (CSV % ("line['mail']", "overwrite_by_pkeys=['pk', 'sk']"), []),
    (CSV.replace("for row in rows:", "for row in {row['sk']: row for row in rows}.values():") % ("line['mail']", ""), []),
    (CSV.replace("DictReader", "writer") % ("line['mail']", ""), []),
])

NUMBERED = "import csv\n\n\ndef row_of(number, line):\n    if not line['mail']:\n        raise ValueError(number)\n" \
    "    return {'pk': 'user', 'sk': %s}\n\n\ndef handler(event, context):\n    rows = []\n" \
    "    for number, line in enumerate(csv.DictReader(event['text'].splitlines()), start=2):\n        try:\n" \
    "            rows.append(row_of(number, line))\n        except ValueError as error:\n            print(error)\n" \
    "    with table.batch_writer() as batch:\n        for row in rows:\n            batch.put_item(Item=row)"
test_the_number_of_a_row_is_in_its_key = finds([
    (NUMBERED % "line['mail']", ["P337"]), (NUMBERED % "f'{number}'", []),
    (NUMBERED.replace("rows = []", "rows = {}").replace("rows.append(row_of(number, line))", "row = row_of(number, line)\n"
     "            rows[row['sk']] = row").replace("in rows:", "in rows.values():") % "line['mail']", []),
], only=["P337"])

PUTS = "with table.batch_writer(%s) as batch:\n    for name in event['names']:\n        batch.put_item(Item={'pk': %s, 'sk': %s})"

test_a_loop_puts_each_key_once = finds([
    (PUTS % ("", "'user'", "'profile'"), ["P334"]),
    (PUTS % ("", "event['id']", "'profile'"), ["P334"]),
    (PUTS % ("", "'user'", "f'name#{name}'"), []),
    ("import uuid\n\n\ndef handler(event, context):\n    " + PUTS.replace("\n", "\n    ")
     % ("", "'user'", "str(uuid.uuid4())"), []),
    (PUTS % ("overwrite_by_pkeys=['pk', 'sk']", "'user'", "'profile'"), []),
    (PUTS % ("", "'user'", "'profile'") + "\n        break", []),
    ("for name in event['names']:\n    with table.batch_writer() as batch:\n"
     "        batch.put_item(Item={'pk': 'user', 'sk': 'profile', 'name': name})", []),
    ("with table.batch_writer() as batch:\n    for name in event['names']:\n        key = f'name#{name}'\n"
     "        batch.delete_item(Key={'pk': 'user', 'sk': key})", []),
    ("with table.batch_writer() as batch:\n    for name in event['names']:\n"
     "        batch.delete_item(Key={'pk': 'user', 'sk': 'profile'})", ["P334"]),
])

SEND = "infra:\n  queue: {}\n---\nrows, day, entries = [json.loads(record['body']) for record in event['Records'][:9]], event['day'], []\n" \
    "%s\nresponse = boto3.client('sqs').%s_message_batch(QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])"
LIST = "entries = [{'Id': %s, 'MessageBody': json.dumps(row)} for number, row in enumerate(rows)]"
LOOP = "for number, row in enumerate(rows):\n    entries.append({'Id': %s, 'MessageBody': json.dumps(row)})"

test_each_entry_has_an_id_of_its_own = finds([
    *[(SEND % (form % id_, "send"), ids) for form in (LIST, LOOP) for id_, ids in [
        ("f'{day}-a'", ["P215"]), ("day", ["P215"]), ("event['order_id']", ["P215"]), ("'a'", ["P215"]),
        ("str(day)", ["P215"]), ("f'{day}-{number}'", []), ("str(number)", []), ("uuid.uuid4().hex", []),
        ("next(event['ids'])", []), ("f'{len(entries)}'", [])]],
    (SEND % ("for row in rows:\n    day += 'a'\n    entries.append({'Id': day, 'MessageBody': json.dumps(row)})", "send"), []),
    (SEND % ("for row in rows:\n    event['seq'] += 1\n    entries.append({'Id': str(event['seq']), 'MessageBody': json.dumps(row)})", "send"), []),
    (SEND % ("for row in rows:\n    day.advance()\n    entries.append({'Id': day.id, 'MessageBody': json.dumps(row)})", "send"), []),
    (SEND % ("for row in rows:\n    entries.append({'Id': day, 'MessageBody': json.dumps(row)})\n    break", "send"), []),
    (SEND % ("for row in rows:\n    entries = []\n    entries.append({'Id': day, 'MessageBody': json.dumps(row)})", "send"), []),
    (SEND % ("entries = [{'Id': day, 'ReceiptHandle': row['handle']} for row in rows]", "delete"), ["P215"]),
    (SEND % ("entries = [{'Id': row['id'], 'ReceiptHandle': row['handle']} for row in rows]", "delete"), []),
], app=lambda code: code.replace("rows, day", "import uuid\nrows, day", 1) if "uuid" in code else code, only=["P215"])
