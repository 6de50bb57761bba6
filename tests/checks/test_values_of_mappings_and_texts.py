"""P104, P159, P413, P426: fields of texts, headers in lower case, and mappings that lack what a rule or a route allows."""
from tests.fixtures.checks import finds

EVENTS = "infra:\n  events: [{name: made, topic: Made}, {name: paid, topic: Paid}]\n---\n" \
    "TEXTS = {'Made': 'a {id}', 'Paid': 'b {id}'}\n\n\ndef handler(event, context):\n    %s"
STREAM = "infra:\n  stream: {table: demo%s}\n---\nSIGNS = {'INSERT': 1, 'REMOVE': -1}\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        %s"
API = "infra:\n  endpoint: {api: public, routes: [GET /a, %s]}\n---\nCODES = {'GET': 200, 'POST': 201}\n\n\n" \
    "def handler(event, context):\n    return {'statusCode': CODES[event['httpMethod']], 'body': 'x'}"
TEXTS = "TEXTS = {'a': 'to {city}', 'b': '%s'}\nPAGE = '%s'\n\n\ndef handler(event, context):\n    %s"
HEADERS = "infra:\n  endpoint: {method: POST, path: /a, api: public}\n---\n" \
    "headers = {name.lower(): value for name, value in event['headers'].items()}\n%s" \
    "return {'statusCode': 200, 'body': %s}"
ROW = "def handler(event, context):\n    now, id = event['now'], event['id']\n    print(now, id)\n    "

test_a_mapping_has_each_type_of_event = finds([
    (EVENTS % "return TEXTS[event['detail-type']]", []),
    (EVENTS.replace("'Paid': ", "'Payed': ") % "return TEXTS[event['detail-type']]", ["P426"]),
    (EVENTS.replace("'Paid': ", "'Payed': ") % "return TEXTS.get(event['detail-type'])", []),
    (EVENTS.replace("'Paid': ", "'Payed': ") % "if event['detail-type'] == 'Paid':\n        return 1\n"
     "    return TEXTS[event['detail-type']]", []),
    (EVENTS.replace("'Paid': ", "'Payed': ") % "try:\n        return TEXTS[event['detail-type']]\n"
     "    except KeyError:\n        return 1", []),
    (STREAM % (", filter: {eventName: [INSERT, MODIFY]}", "print(SIGNS[record['eventName']])"), ["P426"]),
    (STREAM % (", filter: {eventName: [INSERT, REMOVE]}", "print(SIGNS[record['eventName']])"), []),
    (STREAM % ("", "print(SIGNS[record['eventName']])"), []),  # perhaps no code changes an item
    (API % "POST /a", []), (API % "DELETE /a", ["P426"]), (API % "ANY /b", [])])

test_a_format_gets_each_field_of_its_text = finds((TEXTS % (text, page, use), ids) for text, page, use, ids in [
    ("from {town}", "", "return TEXTS[event['kind']].format(city='x')", ["P104"]),
    ("from {city}", "", "return TEXTS[event['kind']].format(city='x')", []),
    ("from {town}", "", "text = TEXTS.get(event['kind'])\n    return text.format(city='x')", ["P104"]),
    ("from {town}", "", "return TEXTS['a'].format(city='x')", []),
    ("from {town}", "", "return TEXTS['b'].format(city='x')", ["P104"]),
    ("from {town}", "", "return TEXTS[event['kind']].format(**event)", []),
    ("from {town}", "", "if event['kind'] == 'b':\n        return TEXTS[event['kind']].format(town='y')\n"
     "    return TEXTS[event['kind']].format(city='x')", []),
    ("from {town}", "", "try:\n        return TEXTS[event['kind']].format(city='x')\n"
     "    except KeyError:\n        return ''", []),
    ("", "a { color: red } {day}", "return PAGE.format(day='x')", ["P104"]),
    ("", "a {{ color: red }} {day}", "return PAGE.format(day='x')", []),
    ("", "a {day", "return PAGE.format(day='x')", ["P104"]),
    ("", "a {} {}", "return PAGE.format(event['a'])", ["P104"]), ("", "a {} {}", "return PAGE.format(1, 2)", []),
    ("", "a {0[id]} {day:%Y}", "return PAGE.format(event, day=event['day'])", []),
    ("", "a {day}", "return PAGE.replace('{day}', 'x')", [])])

test_a_format_of_a_time_needs_an_f = finds([
    (ROW + "key = 'day/{now:%Y-%m-%d}.csv'\n    table.put_item(Item={'pk': key, 'sk': 'a'})", ["P159"]),
    (ROW + "key = f'day/{now:%Y-%m-%d}.csv'\n    table.put_item(Item={'pk': key, 'sk': 'a'})", []),
    (ROW + "return 'on {now:%d %B}'", ["P159"]), (ROW + "return '/orders/{id:int}'", [])])

test_a_key_in_lower_case_has_no_capital = finds((HEADERS % (more, use), ids) for more, use, ids in [
    ("", "headers.get('X-Sum', '')", ["P413"]), ("", "headers['X-Sum']", ["P413"]), ("", "headers.get('x-sum', '')", []),
    ("", "str('X-Sum' in headers)", ["P413"]), ("headers['X-Sum'] = 'a'\n", "headers['X-Sum']", []),
    ("headers = headers | {'X-Sum': 'a'}\n", "headers['X-Sum']", [])])

BODY = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema: {type: object, required: [id%s], " \
    "properties: {id: {type: string}, note: {type: string}}}\n---\nbody = json.loads(event['body'])\n" \
    "return {'statusCode': 200, 'body': %s}"

test_a_field_that_the_schema_does_not_require_may_be_none = finds(
    (BODY % (required, use), ids) for required, use, ids in [
    ("", "body.get('note').strip()", ["P402"]), (", note", "body.get('note').strip()", []),
    ("", "body.get('note', '').strip()", []), ("", "(body.get('note') or '').strip()", []),
    ("", "body.get('note').strip() if body.get('note') else ''", []), ("", "body.get('other').strip()", [])])
