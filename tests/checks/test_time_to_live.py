"""Values of the attribute that ends an item's life, beside those of other attributes and tables."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
SETTINGS = "{demo: {ttl: expires}}"
PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'expires': %s})"
OTHER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': %s})"
UPDATE = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #n = :n, %s', " \
    "ExpressionAttributeNames={'#n': 'number', '#e': 'expires'}, ExpressionAttributeValues={':n': 1, ':e': %s})"
BATCH = "with table.batch_writer() as batch:\n    for id_ in ('a', 'b'):\n" \
    "        batch.put_item(Item={'pk': 'a', 'sk': id_, 'expires': %s})"
TYPED = "boto3.client('dynamodb').put_item(TableName=os.environ['DEMO_TABLE'], " \
    "Item={'pk': {'S': 'a'}, 'sk': {'S': 'b'}, 'expires': {%s}})"
TRANSACTION = "boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': os.environ['DEMO_TABLE'], " \
    "'Item': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}, 'expires': {%s}}}}])"
WRITE = "boto3.client('dynamodb').batch_write_item(RequestItems={os.environ['DEMO_TABLE']: [{'PutRequest': {" \
    "'Item': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}, 'expires': {%s}}}}]})['UnprocessedItems']"
LATER = "datetime.datetime.now() + datetime.timedelta(days=1)"
FAULTS = ["str(int(time.time()) + 60)", f"({LATER}).isoformat()", "int(time.time() * 1000)", "60 + int(time.time()) * 1000",
          "time.time_ns()", "30 * 86400", f"int(({LATER}).timestamp() * 1000)", "time.time_ns() // 1000", "'2026-05-04'",
          "int(time.time() / 60)", "int(time.time()) // 3600 + 24",
          "f'{event[\"day\"]}T00:00'", "round(1000 * time.time())", "1790000000000"]
RIGHT = ["int(time.time()) + 60", f"int(({LATER}).timestamp())", "event['expires']", "time.time_ns() // 1_000_000_000",
         "int(time.time() * 1000) // 1000 + 60", "Decimal(int(time.time()))", "None", "0", "'never'", "1790000000",
         "int(time.time() * 1000) if event['ms'] else int(time.time())", "int(time.time() + 60 * event['minutes'])",
         "int(time.time() * 1000 / 1000)", "int(time.time() / 3600) * 3600", "int(time.time()) // 86400 * 86400 + 60"]
CASES = [*((PUT % value, ["P339"]) for value in FAULTS), *((PUT % value, []) for value in RIGHT),
         (OTHER % FAULTS[0], []), (OTHER % FAULTS[2], []),
         (UPDATE % ("expires = :e", FAULTS[0]), ["P339"]), (UPDATE % ("#e = :e", FAULTS[2]), ["P339"]),
         (UPDATE % ("#e = if_not_exists(#e, :e)", FAULTS[2]), ["P339"]), (UPDATE % ("#e = :e", RIGHT[0]), []),
         (UPDATE % ("expires = expires + :e", "86400"), []), (UPDATE % ("at = :e", "'1'"), []),
         (UPDATE % ("meta.expires = :e", "'1'"), []),
         (BATCH % FAULTS[0], ["P339"]), (BATCH % RIGHT[0], []),
         (TYPED % "'S': str(int(time.time()))", ["P339"]), (TYPED % "'N': str(int(time.time()))", []),
         (TYPED % "'N': str(int(time.time() * 1000))", ["P339"]),
         (TRANSACTION % "'S': str(int(time.time()))", ["P339"]), (TRANSACTION % "'N': str(int(time.time()))", []),
         (WRITE % "'S': '1'", ["P339"]), (WRITE % "'N': str(int(time.time()))", [])]


@cases("code, expected", CASES)
def test_a_time_to_live_is_a_number_of_seconds_since_1970(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids(code, tables=SETTINGS) if id_ == "P339"] == expected


def test_without_a_time_to_live_any_value_is_right(finding_ids):
    assert finding_ids(PUT % FAULTS[0], tables="{demo: {}}") == []
