"""What a handler reads of its event, compared with the trigger's event: absent keys, None, texts as mappings."""
import recipes
from checks import tested_keys
from checks.check import Check, Findings, Subject, finding
from kit.problems import listed
from kit.schema import nearest
from recipes import routes, user_trigger

# A hint for each key that only the event of another trigger, or of another API, has.
OTHER_TRIGGERS = {"Records": "a rule of EventBridge passes one event: event['detail']; S3's own form is "
                             "source: {type: bucket, name: ..., form: notification}",
                  "http": "that is HTTP API's format; a REST API has event['httpMethod']",
                  "rawPath": "a REST API has event['path']",
                  "jwt": "that is HTTP API's format; a REST API has ['authorizer']['claims']",
                  "authorizer": "a public endpoint has none: write api: private",
                  "claims": "with `groups`, each claim is a value of its own: event['requestContext']['authorizer']"
                            "['sub']; an HTTP API has them in ['authorizer']['jwt'], or ['lambda']",
                  "routeKey": "a REST API has event['resource']", "cookies": "see event['headers']",
                  "rawQueryString": "a REST API has event['queryStringParameters']",
                  "s3": "bucket events come through EventBridge: event['detail']['object']['key'], or with "
                        "source: {form: notification, ...}",
                  "dynamodb": "table events come through EventBridge: event['detail']['records']",
                  "httpMethod": "format 2.0 has event['requestContext']['http']['method']",
                  "path": "format 2.0 has event['rawPath']", "resource": "format 2.0 has event['routeKey']",
                  "identity": "format 2.0 has event['requestContext']['http']['sourceIp']",
                  "multiValueHeaders": "format 2.0 has event['headers'], with commas, and event['cookies']",
                  "multiValueQueryStringParameters": "format 2.0 has event['rawQueryString']: "
                                                     "urllib.parse.parse_qs(...)",
                  "methodArn": "format 2.0 has event['routeArn']",
                  "authorizationToken": "format 2.0 has event['identitySource'][0]",
                  **dict.fromkeys(("time", "resources"), "with `form: event` a timer passes EventBridge's own event"),
                  "detail": "only `events` have a detail, and timers with `form: event`",
                  "body": "only endpoints have a body"}
# The mappings of a message's attributes, and the key of a value there.
ATTRIBUTES = {"MessageAttributes": "Value", "messageAttributes": "stringValue"}
# docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
STANDARD_CLAIMS = set("""sub iss aud exp iat jti auth_time token_use event_id origin_jti nonce at_hash identities email
    email_verified phone_number phone_number_verified name given_name family_name middle_name nickname
    preferred_username profile picture website gender birthdate zoneinfo locale address updated_at""".split())
WHY_NONE = {"queryStringParameters": "is None in a request without a query: write `parameters: [...]` in the infra "
                                     "block, or (event['queryStringParameters'] or {}).get(...)",
            "multiValueQueryStringParameters": "is None in a request without a query",
            "pathParameters": "is None: the path of the infra block has no {parameter}",
            "stageVariables": "is None: the API's stage has no variables",
            "body": "is None: a request of this method has no body",
            "newImage": "is None after a deletion (REMOVE)", "oldImage": "is None for a new item (INSERT)",
            **dict.fromkeys(user_trigger.NULL_AT_FIRST, "is None at first: event['response'][...] = {...}"),
            "Subject": "is None in a message without a subject"}
NULL_JSON = "TypeError: the JSON object must be str, bytes or bytearray, not NoneType"


def shown(path):
    """["Records", "[]", "body"] -> event["Records"][...]["body"]"""
    return "event" + "".join("[...]" if part == "[]" else " (as JSON)" if part == "()" else f"[{part!r}]"
                             for part in path)


def absent_keys(subject: Subject) -> Findings:
    """Keys that an event of the trigger never has, misspelt ones among them."""
    for name, note in subject.notes("no-key"):
        near = nearest(note["key"], note["has"], 0.7)
        of_attribute = len(note["path"]) > 1 and note["path"][-2] in ATTRIBUTES
        if of_attribute and ATTRIBUTES[note["path"][-2]] in subject.texts(note["file"]):
            continue  # the code reads both forms
        is_default = note["how"] == "get" and note["path"][:1] != ["detail"]  # of another form of it, perhaps
        is_expected = note["tried"] and not note["wrapped"] and (note["expected"] or note["how"] != "item")
        if not near and (is_default and not of_attribute or is_expected):
            continue
        is_claim = note["key"] in STANDARD_CLAIMS and "claims" in note["has"]
        hint = near or shown([*note["path"], "claims", note["key"]]) * is_claim or OTHER_TRIGGERS.get(note["key"]) or (
            f"it has {listed(note['has'])}" if note["has"] else "it is empty")
        trigger = recipes.trigger(subject.model["lambdas"][name]["infra"]) or ""
        yield finding(note, f"{shown(note['path'])} has no {note['key']!r} ({trigger})", hint,
                      f"KeyError: {note['key']!r}" if note["how"] == "item" else "no error: the default is used")


def misspelt_keys(subject: Subject) -> Findings:
    """Keys with nearly the name of a known one, in a mapping that may have others too."""
    for _name, note in subject.notes("open-key"):
        near = nearest(note["key"], note["has"], 0.84)
        if len(note["inner"]) == 1 and note["how"] == "item" and not (note["caught"] or note["guarded"]):
            yield finding(note, f"{shown(note['path'])} has no {note['key']!r}",
                          shown([*note["path"], note["inner"][0], note["key"]]), f"KeyError: {note['key']!r}")
        elif near and note["path"][-1:] != ["queryStringParameters"] and len(note["key"]) > 3:
            yield finding(note, f"{shown(note['path'])} has no {note['key']!r}", near, f"KeyError: {note['key']!r}")


def unknown_claims(subject: Subject) -> Findings:
    """Claims that no token of a user pool has: the names of custom attributes begin with custom:. A lambda of the pool
    may add others."""
    if any((fn["infra"].get("users") or {}).get("trigger") == "pre-token-generation"
           for fn in subject.model["lambdas"].values()):
        return
    for _name, note in subject.notes("open-key"):
        if note["path"][-2:] == ["authorizer", "claims"] and note["how"] == "item" \
                and not (note["caught"] or note["guarded"]) and note["key"] not in STANDARD_CLAIMS \
                and not note["key"].startswith(("custom:", "cognito:")):
            near = nearest(f"cognito:{note['key']}", note["has"], 0.95) or nearest(note["key"], STANDARD_CLAIMS, 0.7)
            yield finding(note, f"an ID token has no claim {note['key']!r}",
                          near or f"a custom attribute is 'custom:{note['key']}' (users.attributes in app.yaml)",
                          f"KeyError: {note['key']!r}")


def missing_values(subject: Subject) -> Findings:
    """Values that may be None, read as if they were not."""
    for name, note in subject.notes("null"):
        if not note["tried"] and note["path"] and not tested_keys.is_tested(subject, name, note):
            last = next((part for part in reversed(note["path"]) if part in WHY_NONE), "")
            yield finding(note, f"{shown(note['path'])} may be None",
                          f"it {WHY_NONE[last]}" if last else "compare it with None first", error_of_none(note["key"]))


def error_of_none(key):
    """Python's error where code uses None as if it were a mapping. key: of the item, ".get()", "in" or json.loads"""
    if isinstance(key, str) and key.startswith("."):
        return f"AttributeError: 'NoneType' object has no attribute {key[1:-2]!r}"
    if isinstance(key, str) and key.endswith("()"):
        return f"TypeError: {key} does not take None"
    return {"json.loads": NULL_JSON, "in": "TypeError: argument of type 'NoneType' is not iterable",
            **dict.fromkeys("+<", "TypeError: unsupported operand types: 'str' and 'NoneType'")}.get(
        key, "TypeError: 'NoneType' object is not subscriptable")


def optional_query(subject: Subject) -> Findings:
    """A query's parameter that the endpoint does not require, read as if it did."""
    none = {(note["file"], note["line"]) for _name, note in subject.notes("null")}
    for name, note in subject.notes("open-key"):
        fn = subject.model["lambdas"][name]
        if note["path"] == ["queryStringParameters"] and note["how"] == "item" and not note["caught"] \
                and not note["guarded"] and (note["file"], note["line"]) not in none:
            endpoint = fn["infra"].get("endpoint") or {"format": "2.0"}  # a function URL requires nothing
            required = [route.get("parameters") or [] for route in routes.routes(endpoint)]
            parameters = [*sum(required, []), note["key"]]
            hint = f"(event.get('queryStringParameters') or {{}}).get({note['key']!r})" if "format" in endpoint else \
                f"parameters: [{', '.join(parameters)}] in the infra block, or .get({note['key']!r})"
            yield finding(note, f"the endpoint does not require the parameter {note['key']!r}",
                          nearest(note["key"], note["has"], 0.7) or hint, f"KeyError: {note['key']!r}")


def texts_indexed(subject: Subject) -> Findings:
    """A text or a list that is indexed like a mapping."""
    for _name, note in subject.notes("index-text", "index-list"):
        if note["note"] == "index-list":
            is_page = note.get("how") == "rows"
            part = "this" if is_page else f"the response's {note['path'][-1]}" \
                if note.get("how") == "response" and note["path"] else shown(note["path"])
            yield finding(note, f"{part} is a list{' of items' * is_page}, not a mapping",
                          "extend(...), not append(...), of a page's items, or loop over it" if is_page else
                          "loop over it",
                          "TypeError: list indices must be integers or slices, not str")
        elif note.get("how") == "of an attribute":
            yield finding(note, "a loop over an item has the names of its attributes", "append(...), not extend(...), "
                          "of a page's items, or one loop alone", "TypeError: string indices must be integers")
        elif note.get("how"):
            yield finding(note, f"this text {note['how']} is no mapping", f"json.loads(...)[{note['key']!r}]",
                          "TypeError: string indices must be integers")
        elif note["path"] or note.get("name"):
            text = shown(note["path"]) if note["path"] else f"the variable {note['name']}"
            yield finding(note, f"{text} is a text, not a mapping", f"json.loads(...)[{note['key']!r}]",
                          "TypeError: string indices must be integers")


QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
GET = "infra:\n  endpoint: {method: GET, path: '/stars', api: public}\n---\n"
OK = "return {'statusCode': 200, 'body': %s}"
STARS = "infra:\n  endpoint: {method: GET, path: '/stars', api: public, parameters: [name]}\n---\n"
CHECKS = [
    Check("P401", "A key that the event does not have",
          "KeyError: the event of each trigger has its own form.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html",
          QUEUE + "for record in event['Recods']:\n    print(record['body'])",
          QUEUE + "for record in event['Records']:\n    print(record['body'])", absent_keys),
    Check("P402", "A value that may be None, read as if it were not",
          "TypeError: 'NoneType' object is not subscriptable.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
          GET + OK % "event['queryStringParameters']['name']",
          GET + OK % "(event['queryStringParameters'] or {}).get('name', '')", missing_values),
    Check("P403", "A query's parameter that the endpoint does not require",
          "KeyError, and so 502, for a request without it. API Gateway answers 400 to such a request if the infra "
          "block names the parameter.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
          STARS + OK % "event['queryStringParameters']['size']", STARS + OK % "event['queryStringParameters']['name']",
          optional_query),
    Check("P404", "A text or list that is indexed like a mapping",
          "TypeError: string indices must be integers.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
          QUEUE + "for record in event['Records']:\n    print(record['body']['id'])",
          QUEUE + "for record in event['Records']:\n    print(json.loads(record['body'])['id'])", texts_indexed),
    Check("P406", "A misspelt key",
          "KeyError; .get always returns None.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authoriser']['claims']['sub']",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authorizer']['claims']['sub']", misspelt_keys),
    Check("P410", "A claim that no token has",
          "KeyError, and so 502, for every user who is signed in.",
          "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authorizer']['claims']['username']",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authorizer']['claims']['cognito:username']", unknown_claims),
]
