"""P159: texts with names in braces that are no f-strings, and exceptions that get a text and its values."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
BODY = "def handler(event, context):\n    id, row = event['id'], event['row']\n    print(id, row)\n    "
FILL = "def fill(text, values):\n    return ''.join(values.get(part, part) for part in text.split())\n\n\n"


@cases("code, ids", [
    (BODY + "return '\\n'.join([\"{row['a']} to {row['b']}\", f'{row}'])", ["P159"]),
    (BODY + "raise ValueError('no order {id}')", ["P159"]),
    (BODY + "raise ValueError('no order %s', id)", ["P159"]),
    (BODY + "return {'statusCode': 404, 'body': 'no order {id}'}", ["P159"]),
    (BODY + "table.put_item(Item={'pk': 'order#{id}', 'sk': 'a'})", ["P159"]),
    (BODY + "pk = 'order#{id}'\n    table.put_item(Item={'pk': pk, 'sk': 'a'})", ["P159"]),
    (BODY + "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='a/{id}.txt', Body=b'')", ["P159"]),
    (BODY + "raise ValueError(f'no order {id}')", []),
    (BODY + "raise ValueError('no order %s' % id)", []),
    (BODY + "return event['resource'] in ('/orders/{id}', 'orders {id}')", []),
    (BODY + "return {'GET /orders/{id}': 1, 'orders {id}': 2}[event['route']]", []),
    (BODY + "path = 'orders/{id}'\n    return path", []),
    (BODY + "text = 'Order {id}'\n    return text.format(id=id)", []),
    (BODY + "return 'Order {id}'.format_map({'id': id})", []),
    (FILL + BODY + "values = {'{id}': id}\n    return fill('Order {id} is here', values)", []),
    (FILL + BODY + "text = 'Order {id} is here'\n    return fill(text, {'{id}': id})", []),
    (BODY + "return {'InputTemplate': 'order {id}', 'InputPathsMap': {'id': '$.id', 'b': id}}", []),
    (BODY + "return 'query { order { id } }', 'mutation {order{id}}', 'a ${id}', 'a {{id}}', '{id}'", []),
    (BODY + "return re.match(r'\\d{row}', id)".replace("re.", "__import__('re')."), []),
    (BODY + "return 'Dear {name}'", [])])
def test_a_text_with_names_is_formatted(finding_ids, code, ids):
    assert finding_ids(code) == ids
