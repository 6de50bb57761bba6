"""${filename} of a form for an upload: S3 writes the name of the page's file there, so it may be any text."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
SIGN = "infra:\n  endpoint: {method: GET, path: /, api: public}\n---\nform = boto3.client('s3').generate_presigned_post(" \
    "os.environ['DEMO_BUCKET'], %r)\nreturn {'statusCode': 200, 'body': json.dumps(form)}"
RULE = "infra:\n  events:\n  - name: up\n    source: {type: bucket, name: demo}\n    topic: Object Created\n    prefix: %s\n" \
    "    suffix: .jpg\n---\nprint(event['detail']['object']['key'])"


@cases("key, prefix, ids", [
    ("inbox/${filename}", "inbox/", []), ("${filename}", "inbox/", []), ("in/${filename}.jpg", "in/", []),
    ("inbox/${filename}", "in-box/", ["P803"]), ("inbox/a.png", "inbox/", ["P803"])])
def test_a_rule_for_uploads_of_a_form(flow_ids, key, prefix, ids):
    assert flow_ids({"sign": SIGN % key, "thumb": RULE % prefix}) == ids
