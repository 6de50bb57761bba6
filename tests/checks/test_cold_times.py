"""Times of the cold start through functions of the module, and items that setdefault keeps."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
TIME = "from datetime import date, datetime, timedelta\n\n\ndef monday_of(day):\n    return day - timedelta(days=day.weekday())\n\n\n" \
    "def last():\n    return datetime.now() - timedelta(days=7)\n\n\nLAST = %s\n\n\ndef handler(event, context):\n    return %s"
USE = "{'week': LAST.isoformat()}"
KEPT = "rows = {}\n%s\n\ndef read(id_):\n    return table.get_item(Key={'pk': id_, 'sk': 'a'}).get('Item')\n\n\n" \
    "def handler(event, context):\n    %s"
CASES = [
    (TIME % ("monday_of(datetime.now()) - timedelta(days=7)", USE), ["P112"]), (TIME % ("last()", USE), ["P112"]),
    (TIME % ("monday_of(date(2026, 3, 4))", USE), []), (TIME % ("last()", "(datetime.now() - LAST).days"), []),
    (TIME % ("last()", "{'week': last().isoformat()}"), []),
    (KEPT % ("", "return rows.setdefault(event['id'], read(event['id']))"), ["P130"]),
    (KEPT % ("", "rows.clear()\n    return rows.setdefault(event['id'], read(event['id']))"), []),
    (KEPT % ("", "if event['id'] not in rows:\n        rows[event['id']] = read(event['id'])\n    return rows[event['id']]"), []),
    (KEPT % ("", "own = {}\n    return own.setdefault(event['id'], read(event['id']))"), []),
    (KEPT % ("", "return rows.setdefault(event['region'], boto3.client('s3', region_name=event['region']))"), [])]


@cases("code, expected", CASES)
def test_a_warm_lambda_keeps_what_it_computed_first(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids(code) if id_ in ("P112", "P130")] == expected
