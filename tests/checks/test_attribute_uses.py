"""Attributes that no write to a table sets, those of an index by its projection, and values of the time to live."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

PUT = "table.put_item(Item={'pk': 'a', 'sk': event['id'], 'stage': 'open', 'ends': 5})"
SCAN = "return table.scan(FilterExpression=%s)['Count']"
TEXT = SCAN % "'%s = :o', ExpressionAttributeValues={':o': 'open'}"
UPDATE = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='%s', ExpressionAttributeValues={':o': 'open'}%s)"
SET = UPDATE % ("SET #s = :o", ", ExpressionAttributeNames={'#s': 'stage'}")
HELPER = "def change(id_, **values):\n    table.update_item(Key={'pk': 'a', 'sk': id_}, UpdateExpression='SET ' + ', '.join(" \
    "f'#{name} = :{name}' for name in values), ExpressionAttributeNames={f'#{name}': name for name in values}, " \
    "ExpressionAttributeValues={f':{name}': value for name, value in values.items()})\n\n\n" \
    "def handler(event, context):\n    change(event['id'], %s='open')"
CASES = [
    (TEXT % "stage", PUT, []), (TEXT % "phase", PUT, ["P832"]), (SCAN % "Attr('phase').eq('open')", PUT, ["P832"]),
    (SCAN % "Attr('stage').eq('open')", PUT, []), (TEXT % "phase", PUT.replace("'ends': 5", "**event['more']"), []),
    (TEXT % "phase", SET + "\n" + PUT, ["P832"]), (TEXT % "stage", SET.replace("stage", "phase") + "\n" + PUT, []),
    (TEXT % "phase", SET.replace("stage", "phase") + "\n" + PUT, []), (TEXT % "phase", HELPER % "stage", []), (TEXT % "phase", HELPER % "stage" + "\n    " + PUT, ["P832"]),
    (TEXT % "phase", HELPER % "phase", []),
    (UPDATE % ("SET stage = :o REMOVE phase", ""), PUT, ["P832"]), (UPDATE % ("SET stage = :o REMOVE ends", ""), PUT, []),
    (UPDATE % ("SET phase = :o", ""), PUT, []), (UPDATE % ("SET phase = if_not_exists(phase, :o)", ""), PUT, []),
    (UPDATE % ("SET stage = :o", ", ConditionExpression='attribute_not_exists(phase)'"), PUT, []),
    (UPDATE % ("SET stage = :o", ", ConditionExpression='attribute_not_exists(stages)'"), PUT, ["P832"]),
    (SCAN % "Attr('phase').not_exists()", PUT, []),
    (UPDATE % ("SET stage = :o", ", ConditionExpression='attribute_exists(pk)'"), PUT, [])]
CHANGE = UPDATE.replace("{':o': 'open'}", "{':o': 5, ':b': '%%s'}") % ("SET ends = :o", ", ConditionExpression='stage = :b'")
VALUES = [
    (CHANGE % "begun", PUT, ["P834"]), (CHANGE % "open", PUT, []), (TEXT.replace("'open'", "'begun'") % "stage", PUT, []),
    (TEXT % "stage", PUT, []), (TEXT.replace("'open'", "'opened'") % "stage", PUT, ["P834"]),
    (TEXT.replace("'open'", "'opened'") % "stage", SET.replace("'open'", "'opened'") + "\n" + PUT, []),
    (TEXT.replace("'open'", "'opened'") % "stage", SET.replace("'open'", "event['a']") + "\n" + PUT, []),
    (TEXT.replace("'open'", "event['a']") % "stage", PUT, []), (SCAN % "Attr('stage').eq('opened')", PUT, ["P834"]),
    (SCAN % "~Attr('stage').eq('opened')", PUT, []), (TEXT.replace("%s =", "%s <>") % "stage", PUT, []),
    (HELPER.replace("='open'", "='opened'") % "stage" + "\n    " + TEXT.replace("'open'", "'opened'") % "stage", PUT, [])]
TIMES = [("ends", PUT, []), ("expires", PUT, ["P833"]), ("expires", SET + "\n" + PUT, ["P833"]),
         ("stage", SET + "\n" + PUT, []), ("expires", PUT.replace("'ends': 5", "**event['more']"), []),
         ("expires", "return table.scan()['Count']", [])]

test_an_attribute_that_no_lambda_writes = finds(CASES, app=lambda code, writer: {"a": code, "b": writer}, only=["P832"])

test_a_value_that_no_lambda_writes = finds(VALUES, app=lambda code, writer: {"a": code, "b": writer}, only=["P834"])


@cases("attribute, writer, expected", TIMES)
def test_a_time_to_live_that_no_lambda_writes(finding_ids, attribute, writer, expected):
    ids = finding_ids({"a": "return table.scan()['Count']", "b": writer}, tables=f"{{demo: {{ttl: {attribute}}}}}")
    assert [id_ for id_ in ids if id_ == "P833"] == expected


WRITER = "table.put_item(Item={'pk': 'a', 'sk': f\"file#{event['id']}\", 'path': event['path']})"
BACK = "row = table.get_item(Key={'pk': 'a', 'sk': f\"file#{event['id']}\"})['Item']\nprint(row)\n%s"
READ = "print(table.get_item(Key={'pk': 'a', 'sk': f\"file#{event['id']}\"})['Item']['%s'])"

test_an_item_that_is_written_back_has_no_new_attributes = finds(
    (({"a": READ % read, "b": WRITER, "c": BACK % back}, expected) for back, read, expected in [
    ("table.put_item(Item=row)", "key", ["P823"]), ("table.put_item(Item=row)", "path", []),
    ("row['key'] = event['key']\ntable.put_item(Item=row)", "key", []),
    ("row.update(key=event['key'])\ntable.put_item(Item=row)", "key", []),
    ("table.put_item(Item={**row, 'key': event['key']})", "key", []),
    ("boto3.resource('dynamodb').Table(os.environ['DEMO_OLD_TABLE']).put_item(Item=row)", "key", ["P823"]),
    ("with table.batch_writer() as batch:\n    batch.put_item(Item=row)", "key", ["P823"]),
]), "flow_ids")

TABLES = "{demo: {indexes: {by_email: {key: {email: string}, projection: %s}}}}"
LOCAL = "{demo: {indexes: {by_email: {key: {pk: string, email: string}, projection: keys, local: true}}}}"
CODE = "rows = table.%s(IndexName='by_email'%s)['Items']\nreturn [row[%r] for row in rows]"
KEY = ", KeyConditionExpression=Key(%r).eq('a')"

test_an_index_has_the_attributes_of_its_projection = finds([
    (TABLES % "keys", CODE % ("query", KEY % "email", "total"), ["P341"]),
    (TABLES % "keys", CODE % ("scan", "", "total"), ["P341"]),
    (TABLES % "keys", CODE % ("query", KEY % "email", "email"), []),
    (TABLES % "keys", CODE % ("query", KEY % "email", "pk"), []),
    (TABLES % "[total]", CODE % ("query", KEY % "email", "total"), []),
    (TABLES % "[total]", CODE % ("query", KEY % "email", "sum"), ["P341"]),
    (TABLES % "all", CODE % ("query", KEY % "email", "total"), []),
    (TABLES % "keys", (CODE % ("query", KEY % "email", "total")).replace("row['total']", "row.get('total')"), []),
    (LOCAL, CODE % ("query", KEY % "pk", "total"), ["P341"]),
    (LOCAL, CODE % ("query", KEY % "pk" + ", Select='ALL_ATTRIBUTES'", "total"), []),
], app=lambda tables, code: (code, {"tables": tables}), only=["P341"])

SETTINGS = "{demo: {ttl: expires}}"
PUT_EXPIRES = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'expires': %s})"
OTHER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': %s})"
UPDATE_EXPIRES = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #n = :n, %s', " \
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
test_a_time_to_live_is_a_number_of_seconds_since_1970 = finds([
    *((PUT_EXPIRES % value, ["P339"]) for value in FAULTS), *((PUT_EXPIRES % value, []) for value in RIGHT),
    (OTHER % FAULTS[0], []), (OTHER % FAULTS[2], []),
    (UPDATE_EXPIRES % ("expires = :e", FAULTS[0]), ["P339"]), (UPDATE_EXPIRES % ("#e = :e", FAULTS[2]), ["P339"]),
    (UPDATE_EXPIRES % ("#e = if_not_exists(#e, :e)", FAULTS[2]), ["P339"]), (UPDATE_EXPIRES % ("#e = :e", RIGHT[0]), []),
    (UPDATE_EXPIRES % ("expires = expires + :e", "86400"), []), (UPDATE_EXPIRES % ("at = :e", "'1'"), []),
    (UPDATE_EXPIRES % ("meta.expires = :e", "'1'"), []),
    (BATCH % FAULTS[0], ["P339"]), (BATCH % RIGHT[0], []),
    (TYPED % "'S': str(int(time.time()))", ["P339"]), (TYPED % "'N': str(int(time.time()))", []),
    (TYPED % "'N': str(int(time.time() * 1000))", ["P339"]),
    (TRANSACTION % "'S': str(int(time.time()))", ["P339"]), (TRANSACTION % "'N': str(int(time.time()))", []),
    (WRITE % "'S': '1'", ["P339"]), (WRITE % "'N': str(int(time.time()))", [])], only=["P339"], tables=SETTINGS)


def test_without_a_time_to_live_any_value_is_right(finding_ids):
    assert finding_ids(PUT_EXPIRES % FAULTS[0], tables="{demo: {}}") == []


TTL = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'expires': %s})"
test_a_time_to_live_is_no_number_of_milliseconds = finds([
    (TTL % "(event['time'] + 60) * 1000", ["P339"]), (TTL % "int((event['time'] + 0.5) * 1000)", ["P339"]), (TTL % "event['time'] + 60 * 1000", []),
    (TTL % "event['time'] // 1000", []), (TTL % "event['time'] * 1000 // 1000", []),
], tables="{demo: {ttl: expires}}")


@cases("written, read, ids", [
    ("payed", "paid", ["P834"]), ("paid", "paid", []), ("active", "inactive", []), ("held", "sold", []),
    ("ordered", "reordered", [])])
def test_a_comparison_is_with_a_text_that_some_lambda_writes(flow_ids, written, read, ids):
    assert flow_ids({"a": f"table.put_item(Item={{'pk': 'a', 'sk': 'b', 'state': '{written}'}})",
                     "b": f"return table.get_item(Key={{'pk': 'a', 'sk': 'b'}})['Item']['state'] == '{read}'"}) == ids
