"""What a handler reads of its event, against what calls it: keys that are not there, None, text that is no mapping."""
import recipes
from checks.check import Check, Finding
from kit.problems import listed
from kit.schema import nearest

# What each path of an event is when people look for something that another trigger has.
ELSEWHERE = {"Records": "an EventBridge rule gives one event: event['detail']",
             "http": "that is HTTP API's format; a REST API gives event['httpMethod']",
             "rawPath": "a REST API says event['path']",
             "authorizer": "a public endpoint has none: say api: private",
             "routeKey": "a REST API says event['resource']", "cookies": "see event['headers']",
             "rawQueryString": "a REST API says event['queryStringParameters']",
             "s3": "bucket events come by EventBridge: event['detail']['object']['key']",
             "dynamodb": "table events come by EventBridge: event['detail']['records']",
             "detail": "only events: have a detail", "body": "only endpoints have a body"}
# docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
STANDARD = set("""sub iss aud exp iat jti auth_time token_use event_id origin_jti nonce at_hash identities email
    email_verified phone_number phone_number_verified name given_name family_name middle_name nickname
    preferred_username profile picture website gender birthdate zoneinfo locale address updated_at""".split())
NOTHING = {"queryStringParameters": "is None where no query is asked: say `parameters: [...]` in the infra block, or "
                                    "(event['queryStringParameters'] or {}).get(...)",
           "multiValueQueryStringParameters": "is None where no query is asked",
           "pathParameters": "is None: the path of the infra block has no {parameter}",
           "stageVariables": "is None: the API's stage has no variables",
           "body": "is None: a request of this method has no body",
           "newImage": "is None after a deletion (REMOVE)", "oldImage": "is None for a new item (INSERT)",
           "Subject": "is None where the message has no subject"}


def shown(path):
    """["Records", "[]", "body"] -> event["Records"][...]["body"]"""
    return "event" + "".join("[...]" if part == "[]" else " (as JSON)" if part == "()" else f"[{part!r}]"
                             for part in path)


def absent_keys(subject):
    """Keys that an event of the trigger never has, or asks for by a wrong spelling."""
    for name, note in subject.notes("no-key"):
        near = nearest(note["key"], note["has"], 0.7)
        if note["how"] == "get" and not near or note["tried"] and not near:
            continue
        hint = near or ELSEWHERE.get(note["key"]) or (f"it has {listed(note['has'])}" if note["has"]
                                                      else "it has nothing")
        trigger = recipes.trigger(subject.model["lambdas"][name]["infra"]) or ""
        yield Finding(note["file"], note["line"], f"{shown(note['path'])} has no {note['key']!r} ({trigger})", hint,
                      f"KeyError: {note['key']!r}" if note["how"] == "item" else "")


def misspelt_keys(subject):
    """Keys next to a known one where others are possible too."""
    for _name, note in subject.notes("open-key"):
        near = nearest(note["key"], note["has"], 0.84)
        if near and note["path"][-1:] != ["queryStringParameters"] and len(note["key"]) > 3:
            yield Finding(note["file"], note["line"], f"{shown(note['path'])} has no {note['key']!r}", near,
                          f"KeyError: {note['key']!r}")


def unknown_claims(subject):
    """Claims that no token of a user pool has: custom ones begin with custom:."""
    for _name, note in subject.notes("open-key"):
        if note["path"][-2:] == ["authorizer", "claims"] and note["how"] == "item" \
                and not (note["caught"] or note["guarded"]) and note["key"] not in STANDARD \
                and not note["key"].startswith(("custom:", "cognito:")):
            near = nearest(f"cognito:{note['key']}", note["has"], 0.95) or nearest(note["key"], STANDARD, 0.7)
            yield Finding(note["file"], note["line"], f"an ID token has no claim {note['key']!r}",
                          near or f"an attribute of your own is 'custom:{note['key']}' (users.attributes in app.yaml)",
                          f"KeyError: {note['key']!r}")


def missing_values(subject):
    """What may be None, read as if it were there."""
    for _name, note in subject.notes("null"):
        if not note["tried"] and note["path"]:
            last = next((part for part in reversed(note["path"]) if part in NOTHING), "")
            yield Finding(note["file"], note["line"], f"{shown(note['path'])} may be None",
                          f"it {NOTHING[last]}" if last else "look before you read it",
                          "TypeError: 'NoneType' object is not subscriptable" if note["key"] != "json.loads" else
                          "TypeError: the JSON object must be str, bytes or bytearray, not NoneType")


def optional_query(subject):
    """A query's parameter that the gateway does not ask for, read as if it did."""
    none = {(note["file"], note["line"]) for _name, note in subject.notes("null")}
    for name, note in subject.notes("open-key"):
        fn = subject.model["lambdas"][name]
        if note["path"] == ["queryStringParameters"] and note["how"] == "item" and not note["caught"] \
                and not note["guarded"] and (note["file"], note["line"]) not in none:
            said = [*(fn["infra"]["endpoint"].get("parameters") or []), note["key"]]
            yield Finding(note["file"], note["line"], f"nobody has to send the parameter {note['key']!r}",
                          nearest(note["key"], note["has"], 0.7) or
                          f"parameters: [{', '.join(said)}] in the infra block, or .get({note['key']!r})",
                          f"KeyError: {note['key']!r}")


def texts_indexed(subject):
    """A text or a list that is read like a mapping."""
    for _name, note in subject.notes("index-text", "index-list"):
        if note["note"] == "index-list":
            yield Finding(note["file"], note["line"], f"{shown(note['path'])} is a list, not a mapping",
                          "loop over it", "TypeError: list indices must be integers or slices, not str")
        elif note["path"]:
            yield Finding(note["file"], note["line"], f"{shown(note['path'])} is a text, not a mapping",
                          f"json.loads(...)[{note['key']!r}]", "TypeError: string indices must be integers")


def texts_counted(subject):
    """A text of the event beside a number."""
    for _name, note in subject.notes("text-number"):
        if not note["caught"]:
            yield Finding(note["file"], note["line"], f"{shown(note['path'])} is a text, and stands beside a number",
                          "int(...)", "TypeError: a text and a number are neither added nor compared")


def objects_loaded(subject):
    """json.loads of what is no text any more."""
    for _name, note in subject.notes("loads-object"):
        path = note["value"].get("event")
        what = shown(path) if path is not None else "what is loaded"
        yield Finding(note["file"], note["line"], f"{what} is a mapping or list already", "leave json.loads out",
                      "TypeError: the JSON object must be str, bytes or bytearray, not dict")


def streams(subject):
    """The body of an S3 object or a lambda's answer, used without .read()."""
    for _name, note in subject.notes("loads-stream", "index-stream", "stream-method"):
        yield Finding(note["file"], note["line"], "the answer's body is a stream", "['Body'].read(), then the rest",
                      "TypeError, or AttributeError: 'StreamingBody' object")


QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
GET = "infra:\n  endpoint: {method: GET, path: '/stars', api: public}\n---\n"
OK = "return {'statusCode': 200, 'body': %s}"
STARS = "infra:\n  endpoint: {method: GET, path: '/stars', api: public, parameters: [name]}\n---\n"
BUCKET = "BUCKET = os.environ['DEMO_BUCKET']\n"
CHECKS = [
    Check("P401", "A key that the event does not have", "KeyError: each trigger has an event of its own form.",
          QUEUE + "for record in event['Recods']:\n    print(record['body'])",
          QUEUE + "for record in event['Records']:\n    print(record['body'])", absent_keys),
    Check("P402", "What may be None, read as if it were there", "TypeError: 'NoneType' object is not subscriptable.",
          GET + OK % "event['queryStringParameters']['name']",
          GET + OK % "(event['queryStringParameters'] or {}).get('name', '')", missing_values),
    Check("P403", "A query's parameter that nobody has to send",
          "KeyError, and so 502, for whoever leaves it out. The gateway refuses such a request if the infra block "
          "names the parameter.",
          STARS + OK % "event['queryStringParameters']['size']", STARS + OK % "event['queryStringParameters']['name']",
          optional_query),
    Check("P404", "A text or list, read like a mapping", "TypeError: string indices must be integers.",
          QUEUE + "for record in event['Records']:\n    print(record['body']['id'])",
          QUEUE + "for record in event['Records']:\n    print(json.loads(record['body'])['id'])", texts_indexed),
    Check("P409", "A text beside a number", "TypeError: what comes in a query, a path or a header is text.",
          STARS.replace("name", "size") + OK % "str(event['queryStringParameters']['size'] + 1)",
          STARS.replace("name", "size") + OK % "str(int(event['queryStringParameters']['size']) + 1)", texts_counted),
    Check("P405", "json.loads of what is loaded", "TypeError: the JSON object must be str, bytes or bytearray.",
          "infra:\n  events:\n  - {name: told, topic: Told}\n---\nreturn json.loads(event['detail'])",
          "infra:\n  events:\n  - {name: told, topic: Told}\n---\nreturn event['detail']", objects_loaded),
    Check("P406", "A key next to the right one", "KeyError; .get gives None always.",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authoriser']['claims']['sub']",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authorizer']['claims']['sub']", misspelt_keys),
    Check("P410", "A claim that no token has", "KeyError, and so 502, for everybody who is signed in.",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authorizer']['claims']['username']",
          "infra:\n  endpoint: {method: GET, path: /me, api: private}\n---\n"
          + OK % "event['requestContext']['authorizer']['claims']['cognito:username']", unknown_claims),
    Check("P407", "A stream that was not read", "TypeError: a body is read with .read().",
          BUCKET + "return json.loads(boto3.client('s3').get_object(Bucket=BUCKET, Key='k')['Body'])",
          BUCKET + "return json.loads(boto3.client('s3').get_object(Bucket=BUCKET, Key='k')['Body'].read())", streams),
]
