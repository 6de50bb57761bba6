"""Attributes that no lambda writes, where one writes back what it has read."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
WRITER = "table.put_item(Item={'pk': 'a', 'sk': f\"file#{event['id']}\", 'path': event['path']})"
BACK = "row = table.get_item(Key={'pk': 'a', 'sk': f\"file#{event['id']}\"})['Item']\nprint(row)\n%s"
READ = "print(table.get_item(Key={'pk': 'a', 'sk': f\"file#{event['id']}\"})['Item']['%s'])"


@cases("back, read, expected", [
    ("table.put_item(Item=row)", "key", ["P823"]), ("table.put_item(Item=row)", "path", []),
    ("row['key'] = event['key']\ntable.put_item(Item=row)", "key", []),
    ("row.update(key=event['key'])\ntable.put_item(Item=row)", "key", []),
    ("table.put_item(Item={**row, 'key': event['key']})", "key", []),
    ("boto3.resource('dynamodb').Table(os.environ['DEMO_OLD_TABLE']).put_item(Item=row)", "key", ["P823"]),
    ("with table.batch_writer() as batch:\n    batch.put_item(Item=row)", "key", ["P823"]),
])
def test_an_item_that_is_written_back_has_no_new_attributes(flow_ids, back, read, expected):
    assert flow_ids({"a": READ % read, "b": WRITER, "c": BACK % back}) == expected
