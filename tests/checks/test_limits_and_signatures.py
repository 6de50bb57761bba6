"""Limits of the code that are above a service's, and signatures that are checked only if there is one."""
from tests.fixtures.checks import finds

SIGNED = "infra:\n  url: {api: public}\n---\nimport hmac\n\n\ndef genuine(signature):\n" \
    "    return hmac.compare_digest('a', signature)\n\n\ndef handler(event, context):\n" \
    "    signature = event['headers'].get('x-signature'"

test_a_limit_is_not_above_the_services = finds([
    ("LARGEST = 1000\n\n\ndef handler(event, context):\n    rows = event['rows']\n"
     "    if len(rows) > LARGEST:\n        raise ValueError('too many')\n"
     "    entries = [{'Data': json.dumps(row), 'PartitionKey': row['id']} for row in rows]\n"
     "    response = boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_STREAM'], Records=entries)\n"
     "    if response['FailedRecordCount']:\n        raise RuntimeError(response['Records'])", ["P210"]),
    ("LARGEST = 500\n\n\ndef handler(event, context):\n    rows = event['rows']\n    if len(rows) > LARGEST:\n"
     "        raise ValueError('too many')\n"
     "    entries = [{'Data': json.dumps(row), 'PartitionKey': row['id']} for row in rows]\n"
     "    response = boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_STREAM'], Records=entries)\n"
     "    if response['FailedRecordCount']:\n        raise RuntimeError(response['Records'])", []),
    ("LARGEST = 1000\n\n\ndef handler(event, context):\n    rows = event['rows']\n"
     "    if len(rows) > LARGEST:\n        raise ValueError('too many')\n"
     "    entries = [{'Data': json.dumps(row), 'PartitionKey': row['id']} for row in rows[:500]]\n"
     "    response = boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_STREAM'], Records=entries)\n"
     "    if response['FailedRecordCount']:\n        raise RuntimeError(response['Records'])", []),
    ("LARGEST = 1000\n\n\ndef handler(event, context):\n    rows = event['rows']\n"
     "    if len(rows) > LARGEST:\n        raise ValueError('too many')\n"
     "    entries = [{'Data': json.dumps(row), 'PartitionKey': row['id']} for row in rows if row['id']]\n"
     "    response = boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_STREAM'], Records=entries)\n"
     "    if response['FailedRecordCount']:\n        raise RuntimeError(response['Records'])", []),
])

test_a_request_without_a_signature_is_refused = finds([
    (SIGNED + ")\n    if signature and not genuine(signature):\n        return {'statusCode': 401}\n"
     "    return {'statusCode': 204}", ["P422"]),
    (SIGNED + ")\n    if not signature or not genuine(signature):\n        return {'statusCode': 401}\n"
     "    return {'statusCode': 204}", []),
    (SIGNED + ", '')\n    if not genuine(signature):\n        return {'statusCode': 401}\n"
     "    return {'statusCode': 204}", []),
    (SIGNED + ")\n    if not signature:\n        return {'statusCode': 400}\n"
     "    if signature and not genuine(signature):\n        return {'statusCode': 401}\n"
     "    return {'statusCode': 204}", []),
])

HOOK = "infra:\n  url: {api: public}\n---\nimport base64\nimport hashlib\nimport hmac\n\n\ndef sign(raw):\n" \
    "    return hmac.new(b'key', raw, hashlib.sha256).hexdigest()\n\n\ndef genuine(raw, signature):\n" \
    "    return hmac.compare_digest(sign(raw), signature)\n\n\ndef handler(event, context):\n" \
    "    body = event.get('body') or ''\n    signature = event['headers'].get('x-signature', '')\n" \
    "    print(base64)\n    "

test_a_signature_is_compared_in_constant_time_and_of_the_body_that_was_sent = finds([
    (HOOK + "ok = sign(body.encode()) == signature\n    return {'statusCode': 204 if ok else 401}", ["P427"]),
    (HOOK + "ok = genuine(body.encode(), signature)\n    return {'statusCode': 204 if ok else 401}", []),
    (HOOK + "digest = hmac.new(b'a', body.encode(), 'sha256').hexdigest()\n"
     "    ok = signature == f'sha256={digest}'\n    return {'statusCode': 204 if ok else 401}", ["P427"]),
    (HOOK + "digest = base64.b64encode(hmac.new(b'a', body.encode(), 'sha256').digest()).decode()\n"
     "    if digest != signature:\n        return {'statusCode': 401}\n    ok = True\n"
     "    return {'statusCode': 204 if ok else 401}", ["P427"]),
    (HOOK + "ok = hashlib.sha256(body.encode()).hexdigest() == signature\n"
     "    return {'statusCode': 204 if ok else 401}", []),
    (HOOK + "raw = json.dumps(json.loads(body)).encode()\n    ok = genuine(raw, signature)\n"
     "    return {'statusCode': 204 if ok else 401}", ["P428"]),
    (HOOK + "data = json.loads(body)\n    ok = genuine(json.dumps(data).encode(), signature)\n"
     "    return {'statusCode': 204 if ok else 401}", ["P428"]),
    (HOOK + "data = json.loads(body)\n"
     "    ok = genuine(json.dumps(data, separators=(',', ':')).encode(), signature)\n"
     "    return {'statusCode': 204 if ok else 401}", []),
    (HOOK + "ok = genuine(body.encode(), signature)\n    print(json.dumps(json.loads(body)))\n"
     "    return {'statusCode': 204 if ok else 401}", []),
])
