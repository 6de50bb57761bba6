"""Conditions with an operand that is always true, exceptions that are none, loops over what they shorten."""
from tests.fixtures.checks import finds

test_an_operand_that_is_always_true = finds([
    ("if event['kind'] == 'paid' or 'refunded':\n    print(1)", ["P170"]), ("if 'a' or 'b' in event['x']:\n    print(1)", ["P170"]),
    ("print([x for x in event['xs'] if x == 1 or 2])", ["P170"]), ("print(1 if event['x'] == 'a' and 'b' else 2)", ["P170"]),
    ("if event['kind'] in ('paid', 'refunded'):\n    print(1)", []), ("name = event.get('name') or 'nobody'\nprint(name)", []),
    ("if (event.get('name') or 'nobody') == 'ann':\n    print(1)", []), ("if event['x'] or False:\n    print(1)", []),
    ("if len(event.get('name') or 'x') > 5:\n    print(1)", []), ("print('a' if event['x'] else 'b')", []),
    ("print(bool(os.environ.get('DRY_RUN', 'false')))", ["P170"]), ("print(bool(os.environ.get('DRY_RUN', '')))", []),
    ("print(bool(os.environ.get('DRY_RUN')))", []), ("print(os.environ.get('DRY_RUN') is True)", ["P170"]),
    ("print(os.environ.get('DRY_RUN') is None)", []), ("print(os.environ.get('DRY_RUN', 'false') == 'true')", []),
    ("while True:\n    print(event)\n    if event.get('x') or event.get('y'):\n        break", [])])

test_a_text_is_no_exception = finds([
    ("if not event:\n    raise 'no event'", ["P172"]), ("if not event:\n    raise f'no {event}'", ["P172"]),
    ("if not event:\n    raise ValueError('no event')", []), ("try:\n    print(int(event['x']))\nexcept Exception:\n    raise", []),
    ("try:\n    print(int(event['x']))\nexcept KeyError or ValueError:\n    print(2)", ["P172"]),
    ("try:\n    print(int(event['x']))\nexcept (KeyError, ValueError):\n    print(2)", [])])

ROWS = "rows = list(event['rows'])\n%s\nreturn rows"

test_a_loop_keeps_its_list = finds((ROWS % code, ids) for code, ids in [
    ("for row in rows:\n    if not row:\n        rows.remove(row)", ["P171"]),
    ("for row in rows:\n    if not row:\n        rows.remove(row)\n        break", []),
    ("for row in list(rows):\n    if not row:\n        rows.remove(row)", []),
    ("for row in rows[:]:\n    if not row:\n        rows.remove(row)", []),
    ("for row in rows:\n    if row:\n        rows.append(row['next'])", []),
    ("rows = {'a': 1}\nfor key, value in rows.items():\n    if not value:\n        rows.pop(key)", ["P171"]),
    ("rows = {'a': 1}\nfor key, value in rows.items():\n    rows[key] = value + 1", []),
    ("rows = {'a': {}}\nfor row in rows.values():\n    row.pop('x', None)\n    del row['y']", []),
    ("for row in rows:\n    others = list(rows)\n    others.remove(row)\n    print(others)", [])])
