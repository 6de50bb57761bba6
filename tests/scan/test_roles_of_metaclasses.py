"""Roles of classes whose metaclass sets their attributes, makes their objects or answers for them."""
from tests.fixtures.cases import cases

START = '"""\ninfra: {}\n"""\nimport abc\nimport boto3\n\n\n'
CLASSES = '''class Jobs(metaclass=Meta):
    service = "glue"

    def go(self, *args):
        return self.client.start_job_run(JobName="compact")


class Child(Jobs):
    pass


def handler(event, context):
    return {}
'''
OWN, CALL = "Jobs().go()", "Jobs('glue').go()"
JOB = [("glue:StartJobRun", "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:job/compact")]


def calls_of(lambda_calls, result, body, base="type"):
    """([(action, resource)], the reasons of the doubts) of a handler with this result, by the body of a metaclass"""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    calls, doubts = lambda_calls({"lambdas/a/index.py": f"{START}class Meta({base}):\n{lines}\n\n{CLASSES.format(result)}"})
    return [(call["action"], call["on"]) for call in calls], doubts


@cases("meta, result", [
    ("def __new__(mcs, name, bases, names):\n    cls = super().__new__(mcs, name, bases, names)\n"
     "    if service := names.get('service'):\n        cls.client = boto3.client(service)\n    return cls", OWN),
    ("def __new__(mcs, name, bases, names):\n    cls = super().__new__(mcs, name, bases, names)\n"
     "    cls.client = boto3.client(cls.service)\n    return cls", "Child().go()"),
    ("def __new__(mcs, name, bases, names):\n    names['client'] = boto3.client('glue')\n"
     "    return type.__new__(mcs, name, bases, names)", OWN),
    ("def __new__(mcs, name, bases, names):\n    more = {**names, 'client': boto3.client('glue')}\n"
     "    return super().__new__(mcs, name, bases, more)", OWN),
    ("def __new__(mcs, name, bases, names, **more):\n"
     "    return super().__new__(mcs, name, bases, dict(names, client=boto3.client('glue')), **more)", OWN),
    ("def __init__(cls, name, bases, names):\n    super().__init__(name, bases, names)\n"
     "    cls.client = boto3.client('glue')", OWN),
    ("def __init__(cls, *args):\n    super(Meta, cls).__init__(*args)\n    cls.client = boto3.client('glue')", OWN),
    ("def __call__(cls, *args):\n    result = super().__call__()\n    result.client = boto3.client(*args)\n"
     "    return result", CALL),
    ("client = boto3.client('glue')", "Jobs.client.start_job_run(JobName='compact')"),
    ("@property\ndef client(cls):\n    return boto3.client(cls.service)", "Jobs.client.start_job_run(JobName='compact')"),
    ("def __getattr__(cls, name):\n    return getattr(boto3.client('glue'), name)", "Jobs.start_job_run(JobName='compact')"),
    ("def start(cls, name):\n    return boto3.client('glue').start_job_run(JobName=name)", "Jobs.start('compact')"),
    ("def __getitem__(cls, name):\n    return boto3.client(name)", "Jobs['glue'].start_job_run(JobName='compact')"),
])
def test_a_metaclass_gives_its_classes_their_clients(lambda_calls, meta, result):
    assert calls_of(lambda_calls, result, meta) == (JOB, [])


def test_a_metaclass_of_abstract_classes_is_followed_too(lambda_calls):
    body = "def __new__(mcs, name, bases, names):\n    cls = super().__new__(mcs, name, bases, names)\n" \
        "    cls.client = boto3.client('glue')\n    return cls"
    assert calls_of(lambda_calls, OWN, body, "abc.ABCMeta") == (JOB, [])


@cases("test", ["if bases:", "if not (not bases):", "if not bases:\n        return cls\n    if True:", "if name != 'Base':"])
def test_a_metaclass_collects_the_classes_that_code_makes_objects_of(lambda_calls, test):
    code = f"""class Meta(type):
    rows = []

    def __new__(mcs, name, bases, names):
        cls = super().__new__(mcs, name, bases, names)
        {test.replace(chr(10), chr(10) + '    ')}
            mcs.rows.append(cls)
        return cls


class Base(metaclass=Meta):
    service = None

    def __init__(self):
        self.client = boto3.client(self.service)


class Jobs(Base):
    service = "glue"

    def go(self):
        self.client.start_job_run(JobName="compact")


def handler(event, context):
    return [row().go() for row in Meta.rows]
"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ([(call["action"], call["on"]) for call in calls], doubts) == (JOB, [])
