"""Requests that a lambda sends and receives: the ARN of a secret instead of its value, and names of headers."""
import ast

from checks.check import Check, Findings, Subject, finding, pitfalls_of
from interpreter.sources import assignments, called_name, every_node, functions, read_item
from scan.doubts import named_variables

# kind of a secret's variable: what it is, and how the value is read
READS = {"secret": ("ARN", "get_secret_value(SecretId={})['SecretString']"),
         "parameter": ("name", "get_parameter(Name={}, WithDecryption=True)['Parameter']['Value']")}
READS_OF_PARAMETERS = {"GetParameter": "Name", "GetParameters": "Names"}  # operation: the field with the names
# Headers that API Gateway and CloudFront set themselves, always in this spelling.
OF_GATEWAY = ("x-forwarded-", "x-amzn-", "x-amz-cf-", "cloudfront-", "via", "host")
# Headers of HTTP itself, which the CloudFront before an API of the type EDGE passes in the usual spelling
# (github.com/localstack/localstack/pull/10500); the app's API is REGIONAL and passes them as they are
# (github.com/aws/aws-sdk-js/issues/2719): of a browser, by HTTP/2, content-type.
STANDARD = frozenset("""accept accept-encoding accept-language authorization cache-control content-length
    cookie if-match if-modified-since if-none-match origin range referer user-agent""".split())
LOWERED = "headers = {name.lower(): value for name, value in event['headers'].items()}"


def secret_names(subject: Subject) -> Findings:
    """The ARN of a secret where its value is meant: as a token, as a key, or compared with a part of the event."""
    for name, note in subject.notes("uses-value"):
        for variable in note["variables"]:
            kind = subject.kinds[name].get(variable, ("",))[0]
            if kind in READS:
                reference, call = READS[kind]
                yield finding(note, f"{variable} is the {reference} of the secret, and not its value",
                              call.format(f"os.environ[{variable!r}]"),
                              f"no error: the other server refuses the {reference} as a token")


def encrypted_reads(subject: Subject) -> Findings:
    """Secrets of Parameter Store that code reads without WithDecryption: a SecureString is then its ciphertext."""
    for name, call in subject.calls("ssm", frozenset(READS_OF_PARAMETERS)):
        if call["whole"] and not call["args"].get("WithDecryption", False):
            field = READS_OF_PARAMETERS[call["operation"]]
            for _field, variable in named_variables(call["args"].get(field), field, True):
                if subject.kinds[name].get(variable, ("",))[0] == "parameter":
                    yield finding(call, f"{variable} is a SecureString, and without WithDecryption the value is its "
                                  "ciphertext", f"{call['method']}({field}=..., WithDecryption=True)",
                                  "no error: the other side refuses the ciphertext as a token")


def spelt_headers(subject: Subject) -> Findings:
    """Headers that a lambda reads in one spelling: clients of HTTP/2 send lower case, and others as they like."""
    for name in sorted(subject.observations):
        infra = subject.model["lambdas"][name]["infra"]
        is_lower = "url" in infra or any("format" in infra.get(word, {}) for word in ("endpoint", "authorizer"))
        if "endpoint" not in infra and not is_lower:
            continue  # an authorizer of a REST API gets the header that it names
        reads = [note for note in subject.observations[name]["notes"] if note["note"] == "open-key"
                 and note["path"] == ["headers"] and isinstance(note["key"], str)]
        spellings: dict = {}
        for note in reads:
            spellings.setdefault(note["key"].lower(), set()).add(note["key"])
        for note in reads:
            key = note["key"]
            is_alone, is_usual = len(spellings[key.lower()]) == 1, (
                key.lower() in STANDARD or key.lower().startswith(OF_GATEWAY))
            if key == key.lower() and is_alone and not is_lower and not is_usual:
                yield finding(note, f"API Gateway passes names of headers as clients write them: {key.title()!r} is "
                              f"another key than {key!r}", LOWERED,
                              f"KeyError: {key!r}, or as if the header were missing")
            elif key == key.lower() or not is_alone:
                continue
            elif is_lower:
                yield finding(note, f"format 2.0 has the names of headers in lower case: {key!r} is never there",
                              f"event['headers'].get({key.lower()!r})", f"KeyError: {key!r}")
            elif not is_usual:
                yield finding(note, f"clients of HTTP/2 send {key.lower()!r}, and API Gateway "
                              f"passes names of headers as they are: {key!r} is missing then",
                              LOWERED, f"KeyError: {key!r}, or as if the header were missing")


def lowered_keys(tree):
    """Yields pitfalls of headers.get("X-Token") where headers = {name.lower(): value for ...}: no key has a capital."""
    for function in functions(tree):
        nodes = every_node(function)
        values = assignments(nodes)
        lowered = {name for name, value in values if isinstance(value, ast.DictComp) and called_name(value.key) in (
            "lower", "casefold")}
        changed = {name for name, value in values if not isinstance(value, ast.DictComp)} | {
            part.value.id for part in nodes if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store)
            and isinstance(part.value, ast.Name)} | {
            part.value.id for part in nodes if isinstance(part, ast.Attribute) and part.attr in ("update", "setdefault")
            and isinstance(part.value, ast.Name)}
        for node in nodes:
            mapping, key = read_item(node)
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
                mapping, key = node.comparators[0], node.left
            text = getattr(key, "value", "")
            if getattr(mapping, "id", "") in lowered - changed and isinstance(text, str) and text != text.lower() \
                    and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                yield ["lowered", node.lineno, f"all keys of {mapping.id} are in lower case, and {text!r} is not",
                       f"{text.lower()!r}"]


HMAC = "infra:\n  endpoint: {method: POST, path: /pay, api: public}\n---\nimport hashlib\nimport hmac\n\n\n" \
    "def handler(event, context):\n%s    key = %s\n    expected = hmac.new(key.encode(), event['body'].encode(), " \
    "hashlib.sha256).hexdigest()\n    headers = {name.lower(): value for name, value in event['headers'].items()}\n" \
    "    return {'statusCode': 200 if hmac.compare_digest(expected, headers.get('x-sum', '')) else 401}"
GET = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\n%s\n" \
    "return {'statusCode': 200 if headers.get('%s') == 'a' else 401}"
PARAMETER = "return boto3.client('ssm').get_parameter(Name=os.environ['DEMO_PAY_SECRET']%s)['Parameter']['Value']"
PITFALLS = [((".lower()", ".casefold()"), lowered_keys)]
CHECKS = [
    Check("P705", "The ARN of a secret instead of its value",
          "The variable of a secret is its ARN: the provider answers 401, and no signature is right.",
          "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
          HMAC % ("", "os.environ['DEMO_PAY_SECRET']"),
          HMAC % ("    secrets = boto3.client('secretsmanager')\n",
                  "secrets.get_secret_value(SecretId=os.environ['DEMO_PAY_SECRET'])['SecretString']"), secret_names),
    Check("P711", "A SecureString that is not decrypted",
          "GetParameter returns the ciphertext of a SecureString, unless WithDecryption is true.",
          "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html",
          PARAMETER % "", PARAMETER % ", WithDecryption=True", encrypted_reads,
          files={"app.yaml": "name: demo\nsecrets: {demo-pay: {store: parameter-store}}\n"}),
    Check("P413", "A header in one spelling",
          "API Gateway passes the names of headers as the client writes them, and HTTP/2 has only lower case.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
          GET % ("headers = event['headers']", "X-Token"),
          GET % ("headers = {name.lower(): value for name, value in event['headers'].items()}", "x-token"),
          lambda subject: [*spelt_headers(subject), *pitfalls_of(
              "lowered", "KeyError, or as if the header were missing")(subject)]),
]
