"""Caught exceptions that are written as JSON, to a table, or into a parameter of boto3: each raises a TypeError of its own."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
FAILING = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\ntry:\n    count = int(event['path'])\n" \
    "except %s:\n    %s\nreturn {'statusCode': 200, 'body': str(count)}"
RETURN = "return {'statusCode': 500, 'body': %s}"
TOPIC = "boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:a', Message=%s)\n    raise"


@cases("exception, code, expected", [
    ("Exception as error", RETURN % "json.dumps({'message': error})", ["P503"]),
    ("(ValueError, KeyError) as error", RETURN % "json.dumps(error)", ["P503"]),
    ("ValueError as e", "problem = {'error': e, 'at': 1}\n    " + RETURN % "json.dumps(problem)", ["P503"]),
    ("Exception as e", "return {'statusCode': 500, 'body': 'failed', 'headers': {'x-reason': e}}", ["P503"]),
    ("Exception as error", RETURN % "json.dumps({'message': str(error)})", []),
    ("Exception as error", RETURN % "json.dumps({'message': error}, default=str)", []),
    ("Exception as error", RETURN % "json.dumps({'message': error.args})", []),
    ("Exception as error", RETURN % "json.dumps({'message': f'{error}', 'kind': type(error).__name__})", []),
    ("Exception as error", RETURN % "json.dumps({'message': repr(error), 'of': error.__class__.__name__})", []),
    ("Exception as error", "error = str(error)\n    " + RETURN % "json.dumps({'message': error})", []),
    ("Exception as error", TOPIC % "error", ["P204"]), ("Exception as error", TOPIC % "str(error)", []),
    ("Exception as e", "table.put_item(Item={'pk': 'a', 'sk': 'b', 'error': e})\n    raise", ["P321"]),
    ("Exception as e", "table.put_item(Item={'pk': 'a', 'sk': 'b', 'error': str(e)})\n    raise", []),
    ("ValueError as e", "raise RuntimeError(e) from e", []), ("ValueError as e", "print(e)\n    raise e", []),
])
def test_a_caught_exception_is_no_value(finding_ids, exception, code, expected):
    assert finding_ids(FAILING % (exception, code)) == expected


CLIENT_ERROR = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')\n    except ClientError as error:\n" \
    "        %s\n    return {}"


@cases("code, expected", [
    ("return {'code': error.response['Error']['Code']}", []), ("return json.dumps(error.response, default=str)", []),
    ("if error.response['Error']['Code'] != '404':\n            raise", []), ("return {'error': error}", ["P503"]),
])
def test_the_response_of_an_error_is_a_value(finding_ids, code, expected):
    assert finding_ids(CLIENT_ERROR % code) == expected
