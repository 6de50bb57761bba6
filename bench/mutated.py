"""Valid texts of the files that a person writes, and similar texts with mistakes of every kind. Seeded: no clock."""
import base64
import random

import yaml

from generated_values import GENERATED
from mutated_code import CODE, RECIPES, TESTS, recombined

APP = [
    "name: demo\n",
    "name: demo\nregion: eu-west-1\npackage: lambdas\nruntime: python3.13\narchitecture: arm64\nartifacts: demo-artifacts\n"
    "domain: example.com\nstacks: 2\nenv:\n  SLACK_URL: https://hooks.example.com/x\n  LIMIT: {local: 1, prod: '10'}\n",
    "# settings\nname: 'demo'\nusers:\n  sign_up: true\n  attributes: {plan: string, age: number}\n"
    "  invitation: {subject: Welcome, message: \"You are {username}. Your first password: {####}\"}\n"
    "  verification:\n    message: |\n      Your code is {####}\n",
]
DOMAIN = [
    "stages: {prod: '', dev: dev}\nprefix: shop\napi: api.example.com\nwebsites: {demo: www.example.com}\nzone: Z0123456789ABC\n",
    "# names\nstages:\n  prod: \"\"\n  dev: dev\n", "",
]
REQUIREMENTS = [
    "pyyaml==6.0.3\n", "flask>=3\nrequests[socks]==2.34.2 ; python_version >= '3.9'\n# what they need\nclick==8.3.0\n",
    "shapes @ git+https://github.com/a/b@0123456789abcdef0123456789abcdef01234567\n./libs/shapes\nfile:///tmp/x.whl\n",
]
INFRA = [
    "infra: {}\n",
    "Says hello.\n\ninfra:\n  endpoint:\n    api: public\n    method: GET\n    path: /orders/{id}\n    parameters: [customer]\n"
    "  size: large\n  timeout: 30\n",
    "infra:\n  endpoint:\n    api: private\n    method: POST\n    path: \"/orders/{rest+}\"\n    key: true\n    schema:\n"
    "      type: object\n      required: [sku]\n      properties:\n        sku: {type: string, pattern: \"^[a-z]+$\", minLength: 1}\n"
    "        count: {type: integer, minimum: 0}\n        tags: {type: array, items: {enum: [a, b]}}\n",
    "infra:\n  events:\n  - name: paid\n    source: {type: table, name: demo}\n    topic: MODIFY\n    pattern:\n"
    "      pk: [{prefix: order}, {anything-but: [a, b]}]\n      diffKeys: [paid]\n      amount: [{numeric: ['>', 0, '<=', 5]}]\n"
    "  - name: own\n    topic: Done\n    pattern: {$or: [{a: [1]}, {b: [null, true, {exists: false}]}], ip: [{cidr: 10.0.0.0/8}]}\n"
    "  - name: put\n    source: {type: bucket, name: demo}\n    topic: Object Created\n    pattern:\n"
    "      object: {key: [{wildcard: 'in/*.csv'}, {suffix: {equals-ignore-case: .CSV}}]}\n",
    "infra:\n  queue:\n    batch: 10\n    window: 5\n  permissions:\n  - translate:TranslateText\n"
    "  - action: [ses:SendEmail, s3:Get*]\n    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com\n",
    "infra:\n  topic: {}\n  indexes:\n  - {name: owner, type: S, table: demo}\n  layers: [web]\n  size: 512\n",
    "infra:\n  timer: {rate: 5 minutes, body: {report: daily, at: [1, 2.5, true, null]}}\n",
    "infra:\n  timer:\n    cron: 0 9 ? * MON-FRI *\n    body:\n      text: \"grüße ${x}\"\n",
    "infra:\n  timer: {rate: 10 seconds}\n  timeout: long\n",
]
EVENT = [
    '{"body": "{\\"a\\": 1}", "headers": {"x": null}, "isBase64Encoded": false, "numbers": [1, 2.5, -0, 1e400, 12345678901234567890]}\n',
    '{"Records": [{"messageId": "1", "body": "grüße \\ud83d\\ude00 \\ud800", "attributes": {}}]}\n', '"text"\n', "[]", "null\n",
]
SECRETS = ['{"demo-stripe": "sk_test_1", "demo-key": "-----BEGIN KEY-----\\nx\\n"}\n', '{"demo": "x"}']
PINS = ["pyyaml\n6.0.3", "requests flask\n", "flask>=3 requests[socks]==2.34.2\n", "flask >= 3 , < 4\n", "shapes @ git+https://github.com/a/b@v1\n",
        "./libs/shapes ./libs/x.whl\n1", "flask;python_version<'3.9'\n==3", "Flask_SQLAlchemy~=3.1\n"]
KEY = base64.b64encode(bytes(range(256)) * 4).decode()
PAGE = [
    f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n{KEY}\n-----END RSA PRIVATE KEY-----\n",
    f'{{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n{KEY[:200]}\\n"}}', "aws_secret_access_key = " + KEY[5:45] + "\n" * 3,
    'User name,Access key ID,Secret access key\nann,AKIAIOSFODNN7EXAMPLE,' + KEY[7:47], "-----BEGIN PRIVATE KEY-----\\n" * 500,
    "-----BEGIN PRIVATE KEY-----" + "\nA: b" * 3000, "SecretAccessKey=" * 2000, "<h1>Hello</h1>\n" * 50, "\x00p\x00r\x00i\x00v\x00a\x00t\x00e\x00 key\xfe\xff",
]
RESOURCES = [
    "Resources:\n  Cluster:\n    Type: AWS::ECS::Cluster\n    Condition: OnAws\n  Backlog:\n    Type: AWS::CloudWatch::Alarm\n    DependsOn: [Cluster]\n"
    "    Properties:\n      Namespace: AWS/SQS\n      Dimensions:\n      - {Name: QueueName, Value: !GetAtt FailuresQueue.QueueName}\n      Threshold: 0\n"
    "Outputs:\n  ClusterName: {Value: !Ref Cluster, Condition: OnAws}\nConditions:\n  OnAws: !Not [!Equals [!Ref Stage, local]]\n",
    "Resources:\n  Files:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n    Properties:\n"
    "      BucketName: !Sub [\"${Name}-${AWS::AccountId}-${Stage}\", {Name: !Join ['-', [a, !Ref AWS::Region]]}]\n      Tags: !If [Big, [{Key: a, Value: b}], !Ref AWS::NoValue]\n"
    "Conditions: {Big: !Or [!Equals [!Ref Stage, prod], !And [Condition: Small, !Not [Condition: Small]]], Small: !Equals [a, a]}\n",
    "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: ecs.amazonaws.com}}]}\n"
    "      Policies: [{PolicyName: x, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: [!GetAtt DemoTable.Arn, {Fn::GetAtt: DemoBucket.Arn}]}]}}]\n",
    '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"A": {"Value": {"Fn::Sub": "${T.TopicArn}/${!x}"}, "Export": {"Name": "a"}}}}\n']
RULE_EVENT = ['{"source": "demo", "detail-type": "MODIFY", "detail": {"pk": "order", "diffKeys": ["paid"], "amount": 4, "ip": "10.0.0.1", "a": [1, {"b": null}]}}\n',
              '{"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": {"key": "in/x.csv"}, "bucket": {"name": "demo"}}, "resources": []}\n']
NAMES = ["hello", "orders", "send-mail", "A_B", "index.html", "id_rsa (copy)", "server.key.bak", "credentials-old.json", ".env", "main.3f2a1b4c.js",
         "example.com", "Example.COM.yml", "web", "zope.interface", "DEMO_STRIPE_SECRET", "test", "tests", "conftest", "test_x.py", "helper.py",
         "__init__", "a b", "grüße", "x" * 120, ".well-known", "-rf", "$(x)", "con", "1"]
MODULES = [code.replace("infra:", "notes:") for code in CODE]  # a block is refused outside an index.py
SEEDS = {"settings": APP, "domain": DOMAIN, "requirements": REQUIREMENTS, "block": INFRA, "code": CODE, "module": MODULES, "event": EVENT,
         "secrets": SECRETS, "pins": PINS, "page": PAGE, "name": NAMES, "test": TESTS, "word": RECIPES, "resources": RESOURCES, "match": RULE_EVENT}
YAML_KINDS = ("settings", "domain", "block", "event", "secrets", "resources", "match")  # JSON is YAML too
CODE_KINDS = ("code", "module", "test", "word")

TOKENS = """{ } [ ] : - , & * ! | > % @ ` # ? " ' ''' \\ \\n \\x00 \\u2028 $ ${ ${AWS::Region} ${!x} .. / // ~ null true yes no on off = <<
    0 -1 1 00 012345670123 0x1F 0o17 1_000 1.10 1e999 -1e400 .inf .nan 12:30:00 2026-01-31 1e3 99999999999999999999 1٣ ١ é 💥
    &a *a <<: --- ... !!binary !!set !!python/object:os.system !x "a: b" {a:b} [[[[ {{{{ arn:aws: s3 s3:* *:* aws: infra: infra endpoint:
    timer: queue: topic: events: layers: permissions: size: timeout: name: pattern: schema: type: properties: required: $ref
    exists numeric anything-but prefix suffix wildcard cidr equals-ignore-case $or ** >= == === ~= -r -e . ./ ../ file: git+ @""".split()
ODD = ["\x00", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u00a0", "\u200b", "\u2028", "\u2029", "\u3000", "\ufeff", "\ufffe",
       "\t", "\n", "  ", "\n\n", " ", "    ", "\U0010ffff", "x" * 300, "[" * 60, "{a: " * 60, "a." * 200, "- " * 50]
VALUES = [None, True, False, 0, 1, -1, 10**6, 10**18, 2**63, 0.5, 1e308, "", " ", "x", "\n", "x\n", "é", "a b", "*", "/", "{", "${x}", "x" * 3000,
          [], {}, [[]], [{}], {"": ""}, [None], ["a", "a"], {"a": None}, {"a": {"b": {"c": {"d": []}}}}, ["x"] * 150,
          {"exists": True}, [{"exists": "true"}], [{"numeric": [">", 1, "<", 0]}], [{"anything-but": [1, "a", None]}],
          [{"prefix": 5}], [{"wildcard": "**"}], {"$or": [{"a": [1]}]}, {"type": "strin"}, {"required": ["a", "a"]}, {"pattern": "("}]


def mutated(kind, number, seed=0):
    """The bytes of one text of a kind ("block"...), the same for the same number and seed."""
    dice = random.Random(f"{seed} {kind} {number}")
    generated = kind in GENERATED and dice.random() < 0.6
    text = GENERATED[kind](dice) if generated else dice.choice(SEEDS[kind])
    if dice.random() < 0.4 and kind in YAML_KINDS:
        text = restructured(text, dice)
    if kind in CODE_KINDS and dice.random() < 0.8:
        return recombined(text, dice).encode("utf-8", "surrogatepass")
    for _time in range(dice.choice([0, 0, 0, 1, 1, 2] if generated else [0, 1, 1, 1, 2, 3])):
        text = dice.choice(SLIPS)(text, dice, kind)
    data = text.encode("utf-8", "surrogatepass")
    return bytes_slip(data, dice) if dice.random() < 0.05 else data


def restructured(text, dice):
    """The text's YAML with some of its values replaced, written anew; the text itself if it is none."""
    head, key, rest = text.partition("infra:")
    try:
        value = yaml.safe_load(key + rest if key else text)
    except (yaml.YAMLError, ValueError):
        return text
    for _time in range(dice.randint(1, 3)):
        value = replaced(value, dice)
    written = yaml.safe_dump(value, default_flow_style=dice.choice([True, False, None]), allow_unicode=dice.random() < 0.8)
    return (head if key else "") + written


def replaced(value, dice):
    """The value with one part of it replaced, removed, renamed or repeated."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        key = dice.choice(sorted(value, key=str))
        fate = dice.random()
        if fate < 0.7:
            return {**value, key: replaced(value[key], dice)}
        if fate < 0.8:
            return {name: entry for name, entry in value.items() if name != key}
        return {**value, dice.choice([*TOKENS, str(key)[:-1], f"{key}x", str(key).upper(), 5, None]): dice.choice([value[key], *VALUES])}
    if isinstance(value, list) and value and dice.random() < 0.8:
        at = dice.randrange(len(value))
        return dice.choice([[*value[:at], replaced(value[at], dice), *value[at + 1:]], value + value, value[:at]])
    return dice.choice([*VALUES, *TOKENS]) if dice.random() < 0.9 else [value]


def with_token(text, dice, _kind):
    """A token or an unusual character, inserted anywhere."""
    at = dice.randint(0, len(text))
    return text[:at] + dice.choice(TOKENS + ODD) + text[at:]


def with_value(text, dice, _kind):
    """What stands behind a colon or a dash is another value."""
    rows = text.split("\n")
    at = dice.randrange(len(rows))
    head, mark, _tail = rows[at].partition(dice.choice([": ", "- ", "=="]))
    rows[at] = head + mark + dice.choice(TOKENS + ODD)
    return "\n".join(rows)


def with_rows(text, dice, _kind):
    """A line removed, repeated, moved, or indented otherwise."""
    rows = text.split("\n")
    at, to = dice.randrange(len(rows)), dice.randrange(len(rows))
    fate = dice.randrange(5)
    if fate == 0:
        del rows[at]
    elif fate == 1:
        rows.insert(to, rows[at])
    elif fate == 2:
        rows[at], rows[to] = rows[to], rows[at]
    elif fate == 3:
        rows[at] = dice.choice([" ", "  ", "\t", "\u00a0", "    "]) + rows[at]
    else:
        rows[at] = rows[at].lstrip() if dice.random() < 0.5 else rows[at][1:]
    return "\n".join(rows)


def with_letters(text, dice, _kind):
    """A few characters removed or changed."""
    at = dice.randint(0, len(text))
    return text[:at] + dice.choice(["", chr(dice.randrange(32, 127)), chr(dice.randrange(0xD7FF))]) + text[at + dice.randint(1, 4):]


def spliced(text, dice, kind):
    """The beginning of one text, and the end of another."""
    other = dice.choice(SEEDS[kind])
    return text[:dice.randint(0, len(text))] + other[dice.randint(0, len(other)):]


def bytes_slip(data, dice):
    """A byte that is no text."""
    at = dice.randint(0, len(data))
    return data[:at] + bytes([dice.randrange(256) for _index in range(dice.randint(1, 4))]) + data[at + 1:]


SLIPS = [with_token, with_token, with_value, with_value, with_rows, with_rows, with_letters, with_letters, spliced]
