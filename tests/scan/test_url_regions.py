"""A function URL, or a website, in a region that has none, and an ARN of another partition, are problems at their lines."""
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

INDEX = '"""x\n\ninfra:\n  url: {api: public}\n"""\n\n\ndef handler(event, context):\n    return None\n'


SITE = '"""x\n\ninfra: {}\n"""\nimport os\n\nSITE = os.environ["DEMO_DOCS_WEBSITE%s"]\n\n\ndef handler(event, context):\n    return SITE\n'


def block(words):
    """The text of a lambda with these words."""
    return INDEX.replace("  url: {api: public}", words)


LAYER, BUCKET = "arn:%s:lambda:${AWS::Region}:111122223333:layer:a:1", "arn:%s:s3:::photos/*"
BUS = "arn:%s:events:us-gov-west-1:111122223333:event-bus/shipping"


@cases("region, text, expected", [
    *[(region, block(words.replace("%s", written)), [] if written in (partition, "${AWS::Partition}") else [(
        "lambdas/hook/index.py", 5, f"{arn.replace('%s', written)} is of the partition {written}, and {region} is in {partition}")])
      for region, partition in (("us-gov-west-1", "aws-us-gov"), ("eu-west-1", "aws"))
      for written in ("aws", "aws-us-gov", "aws-cn", "${AWS::Partition}")
      for arn, words in ((LAYER, f"  layers:\n  - {LAYER}"), (BUCKET, f"  permissions:\n  - {{action: s3:GetObject, resource: '{BUCKET}'}}"))],
    *[("us-gov-west-1", block(words), [("lambdas/hook/index.py", 5, f"{BUS % 'aws'} is of the partition aws, and us-gov-west-1 is in aws-us-gov")])
      for words in (f"  events:\n  - {{name: a, source: {{type: event-bus, name: '{BUS % 'aws'}'}}}}",
                    f"  queue:\n    from: {{source: {{type: event-bus, name: '{BUS % 'aws'}'}}}}")],
    ("us-gov-west-1", block(f"  events:\n  - {{name: a, source: {{type: event-bus, name: '{BUS % 'aws-us-gov'}'}}}}"), []),
    ("eu-west-1", INDEX, []),
    ("us-gov-west-1", INDEX, [("lambdas/hook/index.py", 4, "there are no function URLs in us-gov-west-1")]),
    ("eu-west-1", SITE % "", []), ("us-gov-east-1", SITE % "_URL", [
        ("lambdas/hook/index.py", 7, "DEMO_DOCS_WEBSITE_URL: us-gov-east-1 has no CloudFront, which websites need")]),
    ("us-gov-west-1", SITE % "", [
        ("lambdas/hook/index.py", 7, "DEMO_DOCS_WEBSITE: us-gov-west-1 has no CloudFront, which websites need")]),
])
def test_a_region_without_a_service_is_reported(own_folder, region, text, expected):
    write_files({"lambdas/hook/index.py": text, "app.yaml": f"name: demo\nregion: {region}\n"}, own_folder)
    problems = problems_of(scan, "lambdas", "app.yaml", {}, {}).args
    assert [(problem.path, problem.line, problem.message) for problem in problems] == expected
