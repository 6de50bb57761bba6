"""P361, P362, P363 and P440: objects in JSON, sums of texts, beginnings of keys, digests of bytes."""
from tests.fixtures.checks import finds

COUNT = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='%s', ExpressionAttributeValues={':n': 1}%s)"
PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', %s})"
LOAD = "import csv, io\nfor line in csv.DictReader(io.StringIO(event['text'])):\n    " + PUT
test_an_update_adds_to_a_number = finds([({"a": COUNT % update, "b": put}, expected) for update, put, expected in [
    (("ADD seats :n", ""), PUT % "'seats': '5'", ["P362"]), (("ADD seats :n", ""), PUT % "'seats': 5", []),
    (("SET seats = seats - :n", ""), PUT % "'seats': str(event['a'])", ["P362"]),
    (("SET #s = #s + :n", ", ExpressionAttributeNames={'#s': 'seats'}"), LOAD % "'seats': line['seats']", ["P362"]),
    (("SET #s = #s + :n", ", ExpressionAttributeNames={'#s': 'seats'}"), LOAD % "'seats': int(line['seats'])", []),
    (("SET seats = :n", ""), PUT % "'seats': '5'", []), (("ADD seats :n", ""), PUT % "'seats': event['a']", []),
    (("ADD seats :n", ""), PUT % "'seats': '5'" + "\n" + PUT % "'seats': 5", []),
]], only=["P362"])

READ = "row = table.get_item(Key={'pk': 'a', 'sk': event['sk']})['Item']\nreturn row['sk'].%s"
WRITE = "table.put_item(Item={'pk': 'a', 'sk': f\"%s{event['a']}\"})"
test_a_key_begins_so = finds([({"a": READ % method, "b": write}, expected) for method, write, expected in [
    ("startswith('ORDER#')", WRITE % "ITEM#", ["P363"]), ("removeprefix('ORDER#')", WRITE % "ITEM#", ["P363"]),
    ("startswith('ITEM#')", WRITE % "ITEM#", []), ("startswith('ITEM#2')", WRITE % "ITEM#", []),
    ("startswith('ORDER#')", WRITE % "", []),
    ("startswith('ORDER#')", WRITE % "ITEM#" + "\n" + WRITE % "ORDER#", []),
]], only=["P363"])

PRICE = "class Price%s:\n    def __init__(self, amount):\n        self.amount = amount\n\n\ndef price_of(event):\n" \
    "    return Price(event['a'])\n\n\ndef handler(event, context):\n    return json.dumps(%s)"
test_json_writes_no_object = finds([
    (PRICE % ("", "price_of(event)"), ["P361"]), (PRICE % ("", "{'a': [price_of(event)]}"), ["P361"]),
    (PRICE % ("", "price_of(event).amount"), []), (PRICE % ("", "vars(price_of(event))"), []),
    (PRICE % ("", "price_of(event), default=vars"), []), (PRICE % ("(dict)", "price_of(event)"), []),
], only=["P361"])

DIGEST = "infra:\n  url: {api: public}\n---\nimport hmac\n\n\ndef handler(event, context):\n" \
    "    digest = hmac.new(b'key', event.get('body', '').encode(), 'sha256').%s()\n" \
    "    return {'statusCode': 204 if hmac.compare_digest(digest, %s) else 401}"
test_a_digest_is_compared_with_its_own_type = finds([
    (DIGEST % ("digest", "event['headers'].get('x-signature', '')"), ["P440"]),
    (DIGEST % ("hexdigest", "event['headers'].get('x-signature', '')"), []),
    (DIGEST % ("digest", "bytes.fromhex(event['headers'].get('x-signature', ''))"), []),
    (DIGEST % ("digest", "event['headers']['x-signature']"), ["P440"]),
], only=["P440"])
