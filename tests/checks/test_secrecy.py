"""Secrets that are shown, certificates that are not checked, and secrets that can be guessed, beside right code."""
from tests.fixtures.checks import finds

IDS = {"P416", "P417", "P418"}
READ = "client = boto3.client('secretsmanager')\n\n\ndef handler(event, context):\n" \
    "    key = client.get_secret_value(SecretId=os.environ['DEMO_PAY_SECRET'])['SecretString']\n    %s"
PARAMETER = "from aws_lambda_powertools.utilities import parameters\nimport logging\n\nlog = logging.getLogger()\n\n\n" \
    "def handler(event, context):\n    %s"
SECURE = "ssm = boto3.client('ssm')\n\n\ndef handler(event, context):\n    value = ssm.get_parameter(" \
    "Name='/pay', WithDecryption=%s)['Parameter']['Value']\n    print('read', value)"
HEADERS = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\nheaders = {name.lower(): value for name, value in " \
    "event['headers'].items()}\ntoken = headers.get('authorization', '')\nprint('called with', %s)\n" \
    "return {'statusCode': 200 if token == os.environ['AWS_REGION'] else 401}"
REQUEST = READ % "import requests\n    import urllib.request\n    headers = {'Authorization': f'Bearer {key}'}\n" \
    "    request = urllib.request.Request('https://example.com', headers=headers)\n" \
    "    response = requests.get('https://example.com', headers=headers, timeout=5)\n    print(%s)"
test_secrets_stay_secret = finds([
    *((REQUEST.replace("%s", shown), ids) for shown, ids in (
        ("request.headers", ["P416"]), ("dict(request.header_items())", ["P416"]), ("request.full_url", []),
        ("f'{response.request.headers}'", ["P416"]), ("response.headers", []), ("len(request.headers)", []))),
    *((f"def key():\n    response = boto3.client('secretsmanager').get_secret_value(SecretId=os.environ['DEMO_PAY_SECRET'])\n"
       f"    {log}\n    return response['SecretString']\n\n\ndef handler(event, context):\n    return len(key())", ids)
      for log, ids in [("print(response)", ["P416"]), ("print(json.dumps(response, default=str))", ["P416"]),
                       ("print(response['VersionId'], response.get('ARN'))", []), ("print(sorted(response))", [])]),
    (READ % "print('key', key)", ["P416"]), (READ % "print('key', len(key))", []),
    (READ % "print(f'{key[:2]}...')", []), (READ % "raise ValueError(f'{key} is refused')", ["P416"]),
    (READ % "return {'statusCode': 200, 'body': json.dumps({'key': key})}", ["P416"]),
    (READ % "return {'statusCode': 200, 'headers': {'x': 'y'}, 'body': 'ok' if key else 'none'}", []),
    (READ % "print(json.loads(key)['password'])", ["P416"]), (READ % "print(json.loads(key)['user'])", []),
    (READ % "settings = json.loads(key)\n    print('settings', settings)", ["P416"]),
    (READ % "import hashlib\n    print(hashlib.sha256(key.encode()).hexdigest())", []),
    (SECURE % "True", ["P416"]), (SECURE % "False", []),
    (PARAMETER % "log.info('key %%s', parameters.get_secret('pay'))".replace("%%", "%"), ["P416"]),
    (PARAMETER % "key = parameters.get_parameter('/pay', decrypt=True)\n    log.info(key)", ["P416"]),
    (PARAMETER % "key = parameters.get_parameter('/pay')\n    log.info(key)", []),
    (HEADERS % "headers", ["P416"]), (HEADERS % "headers['authorization']", ["P416"]), (HEADERS % "token", ["P416"]),
    (HEADERS % "sorted(headers)", []), (HEADERS % "headers['host']", []), (HEADERS % "event['path']", []),
    ("import secrets\n\n\ndef handler(event, context):\n    token = secrets.token_urlsafe(20)\n    print(token)", ["P416"]),
    ("import secrets\n\n\ndef handler(event, context):\n    token = secrets.token_urlsafe(20)\n"
     "    return {'statusCode': 200, 'body': json.dumps({'token': token})}", []),
    ("import secrets\n\n\ndef handler(event, context):\n    request = secrets.token_hex(8)\n    print(request)", []),
    ("import random\n\n\ndef handler(event, context):\n    delay = random.random()\n    return delay", []),
    ("import random\nimport string\n\n\ndef token():\n    return ''.join(random.choice(string.ascii_letters) for _ in "
     "range(20))\n\n\ndef handler(event, context):\n    return {'a': token()}", ["P418"]),
    ("from random import randint\n\n\ndef handler(event, context):\n    return {'code': randint(100000, 999999)}", ["P418"]),
    ("import random\n\n\ndef handler(event, context):\n    status_code = random.choice([200, 500])\n    return status_code", []),
    ("import random\n\n\ndef handler(event, context):\n    token = random.SystemRandom().getrandbits(64)\n    return token", []),
    ("import random\n\n\ndef number():\n    return random.randint(1, 9)\n\n\ndef handler(event, context):\n"
     "    reset_code = str(number())\n    return reset_code", ["P418"]),
    ("import ssl\n\ncontext = ssl.create_default_context()\ncontext.check_hostname = False", ["P417"]),
    ("import ssl\n\ncontext = ssl.create_default_context()\ncontext.verify_mode = ssl.CERT_REQUIRED", []),
    *((f"def handler(event, context):\n    response = boto3.client('ssm').get_parameter(Name='/pay'{decrypts})\n    {log}\n"
       "    return len(response['Parameter']['Value'])", ids) for decrypts, log, ids in [
        (", WithDecryption=True", "print(response)", ["P416"]), ("", "print(response)", []),
        (", WithDecryption=True", "print(f'got {response}')", ["P416"]),
        (", WithDecryption=True", "value = response['Parameter']['Value']\n    print(value)", ["P416"]),
        (", WithDecryption=True", "parameter = response['Parameter']\n    print(parameter)", ["P416"]),
        (", WithDecryption=True", "print(response['Parameter']['Version'], response.get('ResponseMetadata'))", [])]),
    *((f"infra:\n  authorizer: {{}}\n---\ndef handler(event, context):\n    {log}\n    return {{'principalId': 'a', "
       "'policyDocument': {'Version': '2012-10-17', 'Statement': []}}", ids) for log, ids in [
        ("print(event)", ["P416"]), ("print(json.dumps(event))", ["P416"]), ("print(event['methodArn'])", []),
        ("print(len(event))", [])]),
    ("def handler(event, context):\n    print(event)", []),
    ("client = boto3.client('s3', verify=False)\n\n\ndef handler(event, context):\n    client.list_buckets()", ["P417"])], only=IDS)


def test_a_helper_of_another_module_reads_the_secret(finding_ids):
    module = "import boto3\nimport os\n\n\ndef pay_key():\n    return boto3.client('secretsmanager').get_secret_value(" \
        "SecretId=os.environ['DEMO_PAY_SECRET'])['SecretString']\n"
    assert "P416" in finding_ids({"a": "from lambdas.keys import pay_key\n\n\ndef handler(event, context):\n"
                                       "    print('key', pay_key())", "lambdas/keys.py": module})
