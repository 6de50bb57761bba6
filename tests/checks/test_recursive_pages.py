"""Pages that a function reads by calling itself: the call that is not followed is one of the module's table."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CODE = '"""x.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\ntable = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n' \
    'OTHERS = [boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])]\n\n\n%s\n\n\ndef handler(event, context):\n    return len(rows())\n'
REST = '    rest = rows(page["LastEvaluatedKey"]) if "LastEvaluatedKey" in page else []\n    return page["Items"] + rest'


@cases("body, expected", [
    (f"def rows(last=None):\n    page = table.scan(ExclusiveStartKey=last) if last else table.scan()\n{REST}", []),
    (f"def rows(last=None):\n    if last:\n        page = table.scan(ExclusiveStartKey=last)\n    else:\n        page = table.scan()\n{REST}", []),
    (f"def rows(last=None, table=None):\n    page = table.scan(ExclusiveStartKey=last) if last else OTHERS[0].scan()\n{REST}", ["P706"]),
    (f"def rows(last=None):\n    for table in OTHERS * bool(last):\n        page = table.scan(ExclusiveStartKey=last) if last else 1\n    page = OTHERS[0].scan()\n{REST}", ["P706"])])
def test_the_role_is_as_narrow_as_the_code(finding_ids, body, expected):
    assert [id_ for id_ in finding_ids(CODE % body) if id_ == "P706"] == expected
