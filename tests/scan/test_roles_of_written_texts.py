"""Roles of calls whose keys code writes with formats, and of tags of the objects of boto3's resources."""
from tests.fixtures.cases import cases

START = '"""\ninfra: {}\n"""\nimport os\nfrom string import Template\n\nimport boto3\n\n\ndef handler(event, context):\n    '
PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=%s)\n"
EC2 = "boto3.resource('ec2')"


def called(lambda_calls, line):
    """([call], [why of a doubt]) of a lambda whose handler has this line"""
    return lambda_calls({"lambdas/a/index.py": START + line})


@cases("key, expected", [
    ("'a/%s-weekend-%d' % (event['a'], event['b'])", "a/*"),
    ("'a/%05d.csv' % event['a']", "a/*"),
    ("'a/%i/%s' % (3, 'b')", "a/3/b"),
    ("'a/%r/%.2f' % (event['a'], 1.5)", "a/*"),
    ("'a/%(id)s' % event", "a/*"),
    ("'a/%(id)s/c' % {'id': 'b'}", "a/b/c"),
    ("'a/100%%/%s' % event['a']", "a/100%/*"),
    ("'a/%*d' % (5, event['a'])", "a/*"),
    ("'a/%s-%s' % tuple(event['a'])", "a/*"),
    ("'a/%-5s.' % 'b'", "a/*"),
    ("'a/{id}'.format_map(event)", "a/*"),
    ("'a/$id/b'.replace('$id', event['a'])", "a/*"),
    ("'a/b'.replace('$id', event['a'])", "a/b"),
    ("('a/%s' % event['a']).replace('//', '/')", "a/*"),
    ("f\"a:{event['a']}\".replace(':', '-')", "a-*"),
    ("f\"ab/c{event['a']}\".replace('cd', '-')", "ab/*"),
    ("f\"ab//{event['a']}\".replace('//', '/')", "ab/*"),
    ("Template('a/$id/${n}.csv').substitute(id='b', n=3)", "a/b/3.csv"),
    ("Template('a/$id/c').substitute({'id': 'b'})", "a/b/c"),
    ("Template('a/$id-$$').substitute({'id': 'b'}, id='c')", "a/c-*"),
    ("Template('a/$id').substitute(event)", "a/*"),
    ("Template('a/$id').substitute(**event)", "a/*"),
    ("Template('a/$id').safe_substitute(event, id='b')", "a/b"),
    ("Template('a/$id/c').safe_substitute(id=event['id'])", "a/*"),
    ("Template('b/a').safe_substitute()", "b/a"),
    ("Template(f\"{'a'}/$id\").substitute(id='b')", "a/b"),
    ("Template('a/$id' if event else 'a/$id').substitute(id='b')", "a/b"),
    ("Template(event['a']).substitute(id='b')", "*"),
])
def test_the_beginning_that_a_format_writes_is_in_the_role(lambda_calls, key, expected):
    calls, doubts = called(lambda_calls, PUT % key)
    assert ([call["on"]["key"] for call in calls], doubts) == ([expected], [])


@cases("line, expected", [
    (f"{EC2}.Instance(event['a']).create_tags(Tags=[])\n", {"ec2:CreateTags": "instance/*"}),
    (f"[disk.create_tags(Tags=[]) for disk in {EC2}.Instance('i-1').volumes.all()]\n", {
        "ec2:CreateTags": "volume/*", "ec2:DescribeVolumes": "*"}),
    (f"{EC2}.NetworkInterface(event['a']).create_tags(Tags=[])\n", {"ec2:CreateTags": "network-interface/*"}),
    (f"[address.release() for address in {EC2}.vpc_addresses.all()]\n", {
        "ec2:ReleaseAddress": "elastic-ip/*", "ec2:DescribeAddresses": "*"}),
    (f"{EC2}.Instance(event['a']).delete_tags(Tags=[])\n", {"ec2:DeleteTags": "instance/*"}),
    (f"{EC2}.create_tags(Resources=[event['a']], Tags=[])\n", {"ec2:CreateTags": "*"}),
])
def test_the_tags_of_an_object_are_of_its_own_type(lambda_calls, line, expected):
    calls, _doubts = called(lambda_calls, line)
    assert {call["action"]: call["on"].rpartition(":")[2] for call in calls} == expected
