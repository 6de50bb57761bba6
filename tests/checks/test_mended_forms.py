"""More kinds of bugs that checks found in one form alone: in a loop, with one of several mappings, of a list."""
from tests.fixtures.checks import finds

ISLICE = "from itertools import islice\n\n\n%s\n\n\ndef handler(event, context):\n    for batch in batches(%s, 10):\n" \
    "        print(batch)"
TAKES = "def batches(items, size):\n    rest = %s\n    while batch := list(islice(rest, size)):\n        yield batch"
SHIFTS = "def batches(items, size):\n    while batch := list(islice(items, size)):\n        yield batch\n" \
    "        del items[:size]"
PLAIN = "class Fault(Exception):\n    def __init__(self, status, message):\n        %s\n\n\n" \
    "def handler(event, context):\n    try:\n        return event['a'](Fault)\n    except Fault as error:\n        return %s"
TAGS = "%s\ntable.put_item(Item=%s)"
URL = "s3 = boto3.client('s3')\nreturn s3.generate_presigned_url(%s)"
OF_PUT = "Params={'Bucket': os.environ['DEMO_BUCKET'], 'Key': 'a/b'}"
PAGES = "start = {}\nwhile True:\n    page = table.query(KeyConditionExpression=%s, **start)\n    print(page['Items'])\n" \
    "    if 'LastEvaluatedKey' not in page:\n        return\n    start = %s"
TEXT = "'state = :s', ExpressionAttributeValues={':s': 'a'}"
START = "query = {'KeyConditionExpression': Key('pk').eq('a')}\nwhile True:\n    page = table.query(**query)\n" \
    "    print(page['Items'])\n    last = page.get('LastEvaluatedKey')\n    if last is None:\n        return\n" \
    "    query['ExclusiveStartKey'] = %s"
TRIES = "infra:\n  timeout: 10\n---\nTRIES = 4\n\n\ndef handler(event, context):\n    for attempt in range(TRIES):\n" \
    "        if event['a'](attempt):\n            break\n        time.sleep(%s)"
PUT = "table.put_item(Item={'pk': event['id'], 'sk': 'b', 'n': 1}, ConditionExpression=%s)"
NOW = "STARTED = int(time.time())\n\n\ndef handler(event, context):\n    %s\n    return {'until': %s}"
LINES = "import csv\n\n\ndef handler(event, context):\n    errors = []\n    with table.batch_writer() as batch:\n" \
    "        for number, line in enumerate(csv.DictReader(event['text'].splitlines())):\n" \
    "            if not line['mail']:\n                errors.append(f'{number} has no mail')\n                continue\n" \
    "            batch.put_item(Item={'pk': %s, 'sk': line['mail']})\n    return errors"
KEYS = "response = boto3.resource('dynamodb').batch_get_item(RequestItems={os.environ['DEMO_TABLE']: " \
    "{'Keys': [{'pk': 'a', 'sk': 'b'}]}})\nreturn %s"
SET = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET %s', " \
    "ExpressionAttributeValues={':a': 1, ':b': 2})"

test_other_forms_of_known_bugs = finds([
    (ISLICE % (TAKES % "items", "sorted(event['a'])"), ["P174"]), (ISLICE % (TAKES % "items", "[*event]"), ["P174"]),
    (ISLICE % (TAKES % "iter(items)", "sorted(event['a'])"), []), (ISLICE % (TAKES % "items", "event['a']"), []),
    (ISLICE % (TAKES % "items", "iter(event)"), []), (ISLICE % (SHIFTS, "sorted(event['a'])"), []),
    (PLAIN % ("self.status = status", "f'{error}'"), ["P175"]), (PLAIN % ("self.status = status", "str(error)"), ["P175"]),
    (PLAIN % ("self.status = status", "error.status"), []), (PLAIN % ("super().__init__(message)", "str(error)"), []),
    (PLAIN % ("Exception.__init__(self, message)", "str(error)"), []), (PLAIN % ("self.args = (message,)", "str(error)"), []),
    (PLAIN % ("self.status = status", "f'{error!r}'"), []),
    (TAGS % ("", "{'pk': 'a', 'sk': 'b', 'tags': {tag for tag in event['tags'] if tag}}"), ["P348"]),
    (TAGS % ("tags = set(event.get('tags', []))", "{'pk': 'a', 'sk': 'b', 'tags': tags}"), ["P348"]),
    (TAGS % ("tags = set(event['tags'])", "{'pk': 'a', 'sk': 'b', 'tags': tags}"), []),
    (TAGS % ("tags = set(event.get('tags', []))", "{'pk': 'a', 'sk': 'b', **({'tags': tags} if tags else {})}"), []),
    (TAGS % ("tags = {tag for tag in event['tags'] if tag}\nif not tags:\n    return",
             "{'pk': 'a', 'sk': 'b', 'tags': tags}"), []),
    (TAGS % ("tags = {tag for tag in event['tags'] if tag}", "{'pk': 'a', 'sk': 'b', 'tags': sorted(tags)}"), []),
    (URL % f"'put_object', {OF_PUT}, HttpMethod='POST'", ["P433"]), (URL % f"'put_object', {OF_PUT[7:]}, 60, 'POST'", ["P433"]),
    (URL % f"'put_object', {OF_PUT}, HttpMethod='PUT'", []), (URL % f"'get_object', {OF_PUT}, HttpMethod='HEAD'", []),
    (PAGES % ("Key('pk').eq('a')", "page['LastEvaluatedKey']"), ["P331"]),
    (PAGES % ("Key('pk').eq('a')", "{'ExclusiveStartKey': page['LastEvaluatedKey']}"), []),
    (PAGES % (TEXT, "{'ExclusiveStartKey': page['LastEvaluatedKey']}"), ["P310"]),
    (PAGES % (TEXT.replace("state", "pk"), "{'ExclusiveStartKey': page['LastEvaluatedKey']}"), []),
    (START % "page", ["P331"]), (START % "last", []),
    (TRIES % "2 ** (attempt + 1)", ["P611"]), (TRIES % "2 ** attempt", []), (TRIES % "0.1 * 2 ** attempt", []),
    (TRIES % "min(4 * 2 ** attempt, 3)", []), (TRIES % "event['b'] * 2 ** attempt", []), (TRIES % "4 * attempt", ["P611"]),
    (PUT % "Attr('pk').eq(None)", ["P349"]), (PUT % "Attr('n').eq(None)", ["P349"]), (PUT % "Attr('pk').not_exists()", []),
    (PUT % "'sk = :n', ExpressionAttributeValues={':n': None}", ["P349"]),
    (PUT % "Attr('n').not_exists() | Attr('n').eq(None)", []), (PUT % "Attr('n').eq(event['n'])", []),
    (NOW % ("now = STARTED", "now + 60"), ["P112"]), (NOW % ("now = int(time.time())", "now - STARTED"), []),
    (LINES % "'user'", ["P337"]), (LINES % "f'user#{number}'", []),
    (SET % "a = :a AND b = :b", ["P314"]), (SET % "a = :a, b = :b", []), (SET % "and = :a, b = :b", ["P310"]),
], only=["P112", "P174", "P175", "P310", "P314", "P331", "P337", "P348", "P349", "P433", "P611"])

test_keys_that_are_not_read = finds([
    (KEYS % "response['Responses']", ["P808"]), (KEYS % "response['Responses'], response['UnprocessedKeys']", []),
    (KEYS % "response", []), (KEYS % "len(response['Responses'])", ["P808"]),
], ids="flow_ids", app=lambda code: {"a": code}, only=["P808"])

FORM = "infra:\n  events:\n  - name: uploaded\n    source: {type: bucket, name: demo}\n    topic: Object Created\n" \
    "    prefix: raw/\n---\nprint(event['detail']['object']['key'])"
WRITE = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"%s/{event['id']}\", Body=b'a')"

test_a_key_with_a_slash_matches_no_rule_without_it = finds([
    (WRITE % "/raw", ["P614"]), (WRITE % "raw", []), (WRITE % "/other", []), (WRITE % "rawer", []),
    # code that reads the keys that a message names
    *[(WRITE % folder + "\nboto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key=event['key'])", ids)
      for folder, ids in [("/raw", ["P614"]), ("raw", [])]],
], app=lambda code: {"a": code, "b": FORM}, only=["P614"])

UPLOAD = "return boto3.client('s3').generate_presigned_url('put_object', Params={\n" \
    "    'Bucket': os.environ['DEMO_BUCKET'], 'Key': f\"raw/{event['name']}%s\"})"
ENDING = FORM.replace("prefix: raw/", "prefix: raw/\n    suffix: .jpg")

test_an_upload_with_another_ending_matches_no_rule = finds([
    (UPLOAD % ".jpeg", ENDING, ["P835"]), (UPLOAD % ".jpg", ENDING, []), (UPLOAD % "", ENDING, []),
    (UPLOAD % ".jpeg", ENDING + "\n" + WRITE % "other", ["P835"]), (UPLOAD % ".jpeg", ENDING + "\n" + WRITE % "raw", []),
    (UPLOAD % ".jpeg", FORM, []), (UPLOAD % "-small.jpg", ENDING, []),
], app=lambda code, rule: {"a": code, "b": rule}, only=["P835"])

SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps({'kind': %s}))"
GETS = "infra:\n  queue: {}\n---\nfrom enum import Enum\n\n\nclass Kind(Enum):\n    PAID = 'paid'\n    SENT = 'sent'\n\n\n" \
    "TEXTS = {'paid': 'It is paid', 'sent': 'It is sent'}\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        kind = json.loads(record['body'])['kind']\n        %s"

test_a_text_that_its_receiver_does_not_know = finds([
    (SEND % "'new'", GETS % "print(TEXTS[kind])", ["P842"]), (SEND % "'paid'", GETS % "print(TEXTS[kind])", []),
    (SEND % "'new' if event else 'paid'", GETS % "print(Kind[kind.upper()])", ["P842"]),
    (SEND % "'sent' if event else 'paid'", GETS % "print(Kind[kind.upper()])", []),
    (SEND % "'Paid'", GETS % "print(TEXTS[kind.lower()])", []), (SEND % "event['a']", GETS % "print(TEXTS[kind])", []),
    (SEND % "'new'", GETS % "print(TEXTS.get(kind))", []), (SEND % "'paid'", GETS % "print(Kind[kind])", ["P842"]),
    (SEND % "'new'", GETS % "if kind != 'new':\n            print(TEXTS[kind])", []),
    (SEND % "'new'", GETS % "if kind in TEXTS:\n            print(TEXTS[kind])", []),
    (SEND % "'new'", GETS % "try:\n            print(TEXTS[kind])\n        except KeyError:\n            print(kind)", []),
], app=lambda code, receiver: {"a": code, "b": receiver}, only=["P842"])

PAID = "boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['DEMO_BUS'], 'Source': 'demo', " \
    "'DetailType': 'Paid', 'Detail': json.dumps({'net': 1, 'week': 2})}])"
MAIL = "infra:\n  events:\n  - name: paid\n    topic: Paid\n---\nfrom string import Template\n\nTEXT = Template('$net of $week')" \
    "\n\n\ndef handler(event, context):\n    print(%s)"

test_the_fields_of_a_text_are_keys_of_the_mapping_that_fills_it = finds([
    (MAIL % "TEXT.substitute(event['detail'])", []), (MAIL % "Template('$gross').substitute(event['detail'])", ["P820"]),
    (MAIL % "Template('${gross}').substitute(event['detail'], gross=5)", []),
    (MAIL % "Template('$gross').safe_substitute(event['detail'])", []), (MAIL % "Template('$$a').substitute(event['detail'])", []),
    (MAIL % "'{net} of {week}'.format(**event['detail'])", []), (MAIL % "'{gross:.2f}'.format(**event['detail'])", ["P820"]),
    (MAIL % "'{gross} {net}'.format(gross=5, **event['detail'])", []), (MAIL % "'{0} {}'.format(*event['detail'])", []),
    (MAIL % "'{gross}'.format_map(event['detail'])", ["P820"]),
], app=lambda code: {"a": PAID, "b": code}, only=["P820"])

USER = "infra:\n  permissions: [{action: 'cognito-idp:AdminGetUser', resource: '*'}]\n---\n" \
    "user = boto3.client('cognito-idp').admin_get_user(UserPoolId='eu-west-1_a', Username='a')\nreturn %s"

test_a_list_of_a_response_is_no_mapping = finds([
    (USER % "user['UserAttributes']['email']", ["P404"]), (USER % "user['UserAttributes'][0]['Value']", []),
    (USER % "[part['Value'] for part in user['UserAttributes']]", []), (USER % "user['UserAttributes'][-1]", []),
], only=["P404"])
