"""Code that calls what cannot be called is wrong, and ends no check in a traceback."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CONSTANTS = ["3", "'text'", "None", "...", "b'x'", "1.5j", "True", "f'{3}'", "[]", "{}", "(yield_ := 1)", "(lambda: 1)", "a[0]", "a.b[0].c"]


@cases("called", CONSTANTS)
@cases("code", [
    "A = {}()\n", "A = {}(1)\n\ndef read():\n    return A\n", "A = {}(1).now()\n\ndef read(a=A):\n    return A + 1\n", "A = {}['x'].time()\n\ndef read():\n    return A\n",
    "def read():\n    return {}()\n", "def read(a={}(2)):\n    return a\n", "class A(dict):\n    x = {}(1)\n\n\nA().x\n",
    "@staticmethod\ndef read():\n    with {}() as a:\n        return a\n", "for a in {}():\n    print(a)\n", "table = {}(os.environ['DEMO_TABLE'])\n"])
def test_a_called_constant_ends_in_no_traceback(finding_ids, code, called):
    finding_ids(f"a = []\n{code.replace('{}', called)}\n\ndef handler(event, context):\n    return A if 'A' in globals() else None\n")


@cases("method", [
    "boto3.client('s3').put_object", "boto3.resource('s3').Bucket", "table.put_item", "boto3.Session().client", "table.meta.client.get_item",
    "boto3.client('s3').get_paginator", "boto3.client('s3').get_paginator('list_objects_v2').paginate", "boto3.client('s3').exceptions.NoSuchKey",
    "boto3.client('s3').get_waiter('object_exists').wait", "boto3.resource('s3').Bucket('a').objects.filter", "table.batch_writer"])
@cases("code", ["%s.x", "%s.x()", "%s.x.y(1)", "%s[0]()", "getattr(%s, 'x')()", "%s.__name__", "with %s.x as a: print(a)"])
def test_an_attribute_of_a_method_of_boto3_ends_in_no_traceback(finding_ids, method, code):
    finding_ids(f"table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\ndef handler(event, context):\n    {code % method}\n")
