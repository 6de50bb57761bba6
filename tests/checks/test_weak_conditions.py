"""P154 and P155: conditions that are always true, and absent values that are only logged."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
READ = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item')\n"
CLIENT = "s3 = boto3.client('s3')\n\n\ndef is_open(row):\n    return bool(row)\n\n\ndef handler(event, context%s):\n    "
USE = "%s\n    print(s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a'), is_open(event))"


@cases("code, ids", [
    (READ + "if not table:\n    return None\nreturn row or {}", ["P154"]),
    (READ + "if table is None:\n    return None\nreturn row or {}", ["P154"]),
    (READ + "if not row:\n    return None\nreturn row['size']", []),
    (CLIENT % "" + USE % "if s3 and event:\n        print('open')", ["P154"]),
    (CLIENT % "" + USE % "size = 1 if is_open else 2\n    print(size)", ["P154"]),
    (CLIENT % "" + USE % "if is_open(event):\n        print('open')", []),
    (CLIENT % ", is_open=None" + (USE % "if is_open:\n        print('open')").replace("is_open(event)", "is_open"), []),
    ("client = None\n\n\ndef handler(event, context):\n    global client\n    if client is None:\n"
     "        client = boto3.client('s3')\n    print(client)", []),
    ("try:\n    from orjson import dumps\nexcept ImportError:\n    dumps = None\n\n\ndef handler(event, context):\n"
     "    return dumps(event) if dumps else None", [])])
def test_a_condition_decides_something(finding_ids, code, ids):
    assert finding_ids(code) == ids


@cases("code, ids", [
    ("if row is None:\n    print('no row')\nreturn row['size']", ["P155"]),
    ("if not row:\n    print('no row')\nsize = 5\nreturn {'size': size, 'row': row['size']}", ["P155"]),
    ("if row is None:\n    print('no row')\nprint(f\"{row['size']}\")", ["P155"]),
    ("if row is None:\n    print('no row')\n    return None\nreturn row['size']", []),
    ("if row is None:\n    print('no row')\n    row = {'size': 1}\nreturn row['size']", []),
    ("if row is None:\n    print('no row')\nrow = row or {'size': 1}\nreturn row['size']", []),
    ("if row is None:\n    print('no row')\nelse:\n    print(row['size'])", []),
    ("if row is None:\n    print('no row')\nreturn row and row['size']", []),
    ("rows = event.get('rows')\nif not rows:\n    print('no rows')\nrows.append(1)\nreturn rows", []),
    ("if row is None:\n    print('no row')\ntry:\n    return row['size']\nexcept TypeError:\n    return 0", [])])
def test_the_code_after_a_log_reads_no_absent_value(finding_ids, code, ids):
    assert [id_ for id_ in finding_ids(READ + code) if id_ == "P155"] == ids
