"""What a lambda's rules, senders and callees give it, against what it looks for: beginnings, ends, keys of results."""
from tests.fixtures.checks import finds

STORED = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo}%s}\n---\n" \
    "key = event['detail']['object']['key']\n%s"
PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f'%s', Body=b'')"

test_a_rule_gives_what_the_code_looks_for = finds([({"a": STORED % (more, code), "b": "return 1"}, expected) for more, code, expected in [
    (", prefix: inbox/", "return key.removeprefix('index/')", ["P846"]),
    (", prefix: inbox/", "return key.removeprefix('inbox/')", []),
    (", prefix: inbox/", "return key.removeprefix('inbox/2026/')", []),
    (", prefix: inbox/", "return key.startswith('/inbox/')", ["P846"]),
    (", suffix: .csv", "if not key.endswith('.txt'):\n    return", ["P846"]),
    (", suffix: .csv", "return key.removesuffix('.csv')", []), ("", "return key.removeprefix('index/')", []),
    (", prefix: inbox/", "return event['detail']['bucket']['name'].removeprefix('index')", []),
]], only=["P846"])

test_a_stored_key_has_the_end_of_the_rule = finds([
    ({"a": STORED % (", prefix: out/, suffix: .csv", "print(key)"), "b": PUT % "out/{event}.CSV"}, ["P803"]),
    ({"a": STORED % (", prefix: out/, suffix: .csv", "print(key)"), "b": PUT % "out/{event}.csv"}, []),
    ({"a": STORED % (", prefix: out/, suffix: .csv", "print(key)"), "b": PUT % "out/{event}"}, []),
    ({"a": STORED % (", suffix: .csv", "print(key)"), "b": PUT % "out/{event}.txt"}, []),
    ({"a": STORED % (", prefix: out/, suffix: .csv", "print(key)"),
      "b": "return boto3.client('s3').generate_presigned_post(Bucket=os.environ['DEMO_BUCKET'], "
           "Key=f\"out/{event['a']}/${{filename}}\")"}, []),
    ({"a": STORED % (", prefix: out/, suffix: .csv", "print(key)"), "b": PUT % "out/{event}.txt",
      "c": PUT % "out/{event}.csv"}, []),
], only=["P803"])

CALL = "result = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'], Payload='{}')\n" \
    "result = json.load(result['Payload'])\n"
RESULT = "if event.get('a'):\n    return {'%s': 5, 'of': 'a'}\nreturn {'total': 0, 'of': 'b'}"
test_every_result_has_the_key = finds([
    ({"a": CALL + "return result['total']", "b": RESULT % "sum"}, ["P822"]),
    ({"a": CALL + "return result['total']", "b": RESULT % "total"}, []),
    ({"a": CALL + "return result['total']", "b": (RESULT % "error").replace(", 'of': 'a'", "")}, []),
    ({"a": CALL + "return result.get('total')", "b": RESULT % "sum"}, []),
    ({"a": CALL + "if 'sum' in result:\n    return result['sum']\nreturn result['total']", "b": RESULT % "sum"}, []),
    ({"a": CALL + "return result['sum'] if result.get('sum') else result['total']", "b": RESULT % "sum"}, []),
], only=["P822"])

TABLE = "infra:\n  events:\n  - {name: changed, source: {type: table, name: demo}}\n---\n"
test_a_default_of_a_part_that_never_is_there = finds([
    (TABLE + "return (event['detail'].get('new') or {}).get('a')", ["P401"]),
    (TABLE + "return event['detail'].get('records', [])", []), (TABLE + "return event.get('Records') or []", []),
    (TABLE + "if event.get('source') == 'warm':\n    return\nprint(event['detail'])", []),
], only=["P401"])

SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=%s({'id': event['id']}))"
READ = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(json.loads(record['body'])['id'])"
test_the_text_of_a_mapping_is_no_json = finds([
    ({"a": READ, "b": SEND % "repr"}, ["P821"]), ({"a": READ, "b": SEND % "str"}, ["P821"]),
    ({"a": READ, "b": SEND % "json.dumps"}, []),
], only=["P821"])

RECORD = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    try:\n        print(json.loads(record['text']))\n    except %s:\n%s"
test_a_key_that_no_record_has_inside_a_try = finds([
    (RECORD % ("Exception as error", "        print(error)"), ["P401"]),
    (RECORD % ("KeyError", "        print('none')"), []),
    ("infra:\n  timer: {rate: 1 hour}\n---\ntry:\n    body = json.loads(event['body'])\nexcept Exception:\n"
     "    body = event\nprint(body)", []),
], only=["P401"])
