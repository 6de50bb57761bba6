"""Fields that no response of an operation has, in conditions and methods."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
LOOP = "rows, query = [], {'KeyConditionExpression': Key('pk').eq('a')}\nwhile True:\n    page = table.query(**query)\n" \
    "    rows += page['Items']\n    if %s:\n        break\n    query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n" \
    "return len(rows)"
HELPER = "def rows(request, **query):\n    page = request(**query)\n    yield from page['Items']\n    while %s:\n" \
    "        page = request(**query, ExclusiveStartKey=page['LastEvaluatedKey'])\n        yield from page['Items']\n\n\n" \
    "def handler(event, context):\n    return len(list(rows(table.query, KeyConditionExpression=Key('pk').eq('a'))))"
LIST = "page = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'])\nreturn [entry['Key'] for entry in " \
    "page.get('Contents', []) if '%s' in entry], '%s' in page"
CASES = [(LOOP % "'LastEvaluatedKey' not in page", []), (LOOP % "'LastEvaluationKey' not in page", ["P206"]),
         (LOOP % "not page.get('LastEvaluatedkey')", ["P206"]), (LOOP % "page.pop('NextKey', None) is None", ["P206"]),
         (LOOP % "page.pop('LastEvaluatedKey', None) is None", []), (LOOP % "'ResponseMetadata' not in page", []),
         (HELPER % "'LastEvaluatedKey' in page", []), (HELPER % "'NextToken' in page", ["P206"]),
         (LIST % ("ETag", "NextContinuationToken"), []), (LIST % ("ETag", "NextToken"), ["P206"]),
         (LIST % ("Etag", "NextContinuationToken"), ["P206"]),
         ("return 'name' in table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item', {})", [])]


@cases("code, expected", CASES)
def test_a_field_that_no_response_has(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids(code) if id_ == "P206"] == expected
