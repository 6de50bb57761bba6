"""What one lambda writes to a table, and another does with it: texts in mappings, numbers in JSON, absent attributes."""
from tests.fixtures.checks import finds

SETTINGS = {"tables": "{demo: {key: {id: string}}}"}
PUT = "table.put_item(Item={'id': event['id'], %s})"
PRICE = "row = table.get_item(Key={'id': event['id']})['Item']\n%s"
LOOKUP = "row = table.get_item(Key={'id': event['id']})['Item']\n%sreturn {'small': 1, 'large': 2}[row['size']]"
ENUM = "infra:\n  endpoint:\n    method: POST\n    path: /orders\n    api: public\n    schema:\n" \
    "      type: object\n      required: [size, lines]\n      properties:\n        size: {type: string, enum: [%s]}\n" \
    "        lines:\n          type: array\n          items:\n            type: object\n" \
    "            required: [count]\n            properties: {count: {type: %s}}\n---\n" \
    "body = json.loads(event['body'])\n" \
    "table.put_item(Item={'id': event['path'], 'size': body['size'], 'lines': body['lines']})\n" \
    "return {'statusCode': 201}"

test_a_mapping_has_the_texts_of_an_attribute = finds([
    ({"a": LOOKUP % "", "b": PUT % "'size': 'huge'"}, ["P842"]), ({"a": LOOKUP % "", "b": PUT % "'size': 'small'"}, []),
    ({"a": LOOKUP % "", "b": ENUM % ("small, huge", "integer")}, ["P842"]),
    ({"a": LOOKUP % "", "b": ENUM % ("small, large", "integer")}, []),
    ({"a": LOOKUP % "", "b": PUT % "'size': event['size']"}, []),
    ({"a": LOOKUP % "if row['size'] == 'huge':\n    return 0\n", "b": PUT % "'size': 'huge'"}, []),
    ({"a": LOOKUP % "", "b": PUT % "'size': 'huge'", "c": PUT % "'name': 'x'"}, []),
    ({"a": (LOOKUP % "").replace("[row['size']]", ".get(row['size'], 0)"), "b": PUT % "'size': 'huge'"}, []),
    ({"a": "rows = table.scan(FilterExpression=Attr('size').ne('huge'))['Items']\n"
           "return [{'small': 1}[row['size']] for row in rows]", "b": PUT % "'size': 'huge'"}, []),
], only=["P842"], **SETTINGS)

test_json_gets_no_decimal_of_a_body = finds([
    ({"a": PRICE % f"return json.dumps({value})", "b": ENUM % ("small", kind)}, expected)
    for value, kind, expected in [
        ("row['lines']", "integer", ["P323"]), ("row['lines'][0]", "integer", ["P323"]),
        ("[line['count'] for line in row['lines']]", "integer", ["P323"]),
        ("{'sum': sum(line['count'] for line in row['lines'])}", "integer", ["P323"]),
        ("max(line['count'] for line in row['lines'])", "integer", ["P323"]),
        ("sum(int(line['count']) for line in row['lines'])", "integer", []),
        ("row['lines'], default=str", "integer", []), ("row['lines']", "string", []), ("row['size']", "integer", []),
        ("len(row['lines'])", "integer", [])]
], only=["P323"], **SETTINGS)

OPTIONAL = "item = {'id': event['id']}\nif event.get('note'):\n    item['note'] = event['note']\ntable.put_item(Item=item)"

test_an_attribute_that_every_put_may_omit_is_optional = finds([
    ({"a": PRICE % "return row['note']", "b": OPTIONAL}, ["P841"]),
    ({"a": PRICE % "return row['note']", "b": PUT % "**({'note': 'x'} if event['a'] else {})"}, ["P841"]),
    ({"a": PRICE % "return row.get('note', '')", "b": OPTIONAL}, []),
    ({"a": PRICE % "return row['note'] if 'note' in row else ''", "b": OPTIONAL}, []),
    ({"a": PRICE % "try:\n    return row['note']\nexcept KeyError:\n    return ''", "b": OPTIONAL}, []),
    ({"a": PRICE % "return row['note']", "b": OPTIONAL, "c": PUT % "'note': 'x'"}, []),
    ({"a": PRICE % "return row['note']", "b": OPTIONAL,
      "c": "table.update_item(Key={'id': event['id']}, UpdateExpression='SET note = :n', "
           "ExpressionAttributeValues={':n': 'x'})"}, []),
], only=["P841"], **SETTINGS)

QUERY = "return table.query(IndexName='by_state', KeyConditionExpression=Key('state').eq('%s'))['Items']"
test_a_text_has_the_case_in_which_it_is_written = finds([
    ({"a": QUERY % "OPEN", "b": PUT % "'state': 'open'"}, ["P834"]), ({"a": QUERY % "open", "b": PUT % "'state': 'open'"}, []),
], only=["P834"], tables="{demo: {key: {id: string}, indexes: {by_state: {key: {state: string}}}}}")

SCAN = "for page in boto3.client('dynamodb').get_paginator('scan').paginate(TableName=os.environ['DEMO_TABLE']):\n" \
    "    print([row['name'] for row in page['Items']])"
CHANGE = "table.update_item(Key={'id': event['id']}, UpdateExpression='SET place = :p', ExpressionAttributeValues={':p': 'a'})"

test_another_program_puts_items_of_a_table_that_no_lambda_puts = finds([
    ({"a": SCAN, "b": CHANGE}, []), ({"a": SCAN, "b": CHANGE + "\n" + PUT % "'place': 'b'"}, ["P823"]),
    ({"a": "return table.scan(FilterExpression=Attr('name').eq('a'))['Items']", "b": CHANGE}, []),
    ({"a": "return table.scan(FilterExpression=Attr('place').eq('placed'))['Items']", "b": CHANGE.replace("'a'", "'place'")}, []),
], only=["P823", "P832", "P834"], **SETTINGS)
