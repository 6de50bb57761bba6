"""`buckets:` of app.yaml: what S3 refuses is refused at its line."""

from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def of(text):
    """The `buckets` of the settings in which the bucket demo has this text."""
    return settings.settings("app.yaml", f"name: demo\nbuckets:\n  demo:\n{text}")["buckets"]["demo"]


def test_a_bucket_has_its_defaults_and_days_are_numbers():
    assert of("    expire: {after: 30 days, prefix: tmp/}\n    archive:\n    - {after: 90 days, to: deep_archive}\n") == {
        "expire": [{"after": 30, "prefix": "tmp/"}], "archive": [{"after": 90, "prefix": "", "to": "DEEP_ARCHIVE"}],
        "incomplete_uploads": 7, "cors": [], "versioning": True, "line": 3}
    assert of("    versioning: false\n") == {
        "expire": [], "archive": [], "incomplete_uploads": 7, "cors": [], "versioning": False, "line": 3}


IA = "{after: %s days, to: standard_ia}"


@cases("text, message", [
    ("expire: {after: 30}", "buckets.demo.expire.after must be text, not 30"),
    ("expire: {after: 1 days}", "buckets.demo.expire.after cannot be '1 days'"),
    ("expire: {after: 0 days}", "buckets.demo.expire.after cannot be '0 days'"),
    ("expire: {after: 2 weeks}", "buckets.demo.expire.after cannot be '2 weeks'"),
    ("expire: {prefix: tmp/}", "buckets.demo.expire needs 'after'"),
    ("expire: {after: 1 day, suffix: .csv}", "buckets.demo.expire has no field 'suffix'"),
    ("expire: [{after: 1 day}, {after: 2 days}]", "buckets.demo.expire: all objects expire twice"),
    ("expire: {after: 1 day, prefix: tmp/*}", "buckets.demo.expire.prefix cannot be 'tmp/*'"),
    ("expire: 30 days", "buckets.demo.expire must be a mapping or a list, not '30 days'"),
    ("archive: {after: 90 days}", "buckets.demo.archive needs 'to'"),
    ("archive: {after: 90 days, to: ice}", "buckets.demo.archive.to must be one of standard_ia, intelligent_tiering, "
     "onezone_ia, glacier_ir, glacier, deep_archive, not 'ice'"),
    (f"archive: {IA % 10}", "buckets.demo.archive: S3 moves no object to standard_ia before it is 30 days old"),
    (f"archive: [{IA % 30}, {{after: 59 days, to: glacier}}]",
     "buckets.demo.archive: an object stays in standard_ia for 30 days at least"),
    (f"archive: [{IA % 90}, {{after: 30 days, to: glacier}}]",
     "buckets.demo.archive: S3 moves no object from glacier to standard_ia"),
    (f"archive: [{IA % 30}, {IA % 60}]", "buckets.demo.archive: S3 moves no object from standard_ia to standard_ia"),
    ("archive: [{after: 9 days, to: glacier}, {after: 9 days, to: deep_archive}]",
     "buckets.demo.archive: an object stays in glacier for 1 day at least"),
    ("archive: {after: 90 days, to: glacier}\n    expire: {after: 90 days}",
     "buckets.demo: all objects expire after 90 days, before they move to glacier"),
    ("incomplete_uploads: 1 day", "buckets.demo.incomplete_uploads must be a mapping, not '1 day'"),
    ("cors: https://example.com", "buckets.demo.cors must be a list, not 'https://example.com'"),
    ("cors: [example.com]", "buckets.demo.cors: 'example.com' is no origin"),
    ("cors: [https://example.com/]", "buckets.demo.cors: 'https://example.com/' is not what browsers send"),
    ("cors: ['https://*.*.com']", "buckets.demo.cors: 'https://*.*.com' is no origin"),
    ("cors: [https://Example.com]", "buckets.demo.cors: 'https://Example.com' is not what browsers send"),
    ("cors: ['https://a.com:443']", "buckets.demo.cors: 'https://a.com:443' is not what browsers send"),
    ("cors: [https://a.com, http://b.com, https://a.com]", "buckets.demo.cors: https://a.com is listed twice"),
    ("cors: ['*', https://a.com]", "buckets.demo.cors: * is every origin, but the list has other origins too"),
    ("cors: ['http://a.com:65536']", "buckets.demo.cors: no port is 65536"),
    ("cors: []", "buckets.demo.cors must have at least 1 item, not []"),
    ("versioning: off-ish", "buckets.demo.versioning must be true or false, not 'off-ish'"),
    ("lifecycle: {}", "buckets.demo has no field 'lifecycle'"),
])
def test_what_s3_refuses_is_a_problem_with_a_line(text, message):
    problem, *others = problems_of(of, f"    {text}\n").args
    assert (problem.message, others) == (message, []) and problem.path == "app.yaml" and problem.line >= 4 and problem.hint


@cases("text", [
    "cors: ['*']", "cors: ['https://*.example.com', 'http://127.0.0.1:4566']", "cors: ['https://*']", "cors: ['http://a:443', 'http://localhost:*']",
    f"archive: [{IA % 30}, {{after: 60 days, to: glacier}}]", "archive: {after: 2 days, to: glacier}\n    expire: {after: 3 days}",
    f"archive: [{IA % 30}, {{after: 30 days, to: standard_ia, prefix: a/}}]",
    "archive: {after: 90 days, to: glacier}\n    expire: {after: 9 days, prefix: tmp/}",
    "expire: [{after: 1 day, prefix: a/}, {after: 2 days, prefix: a/b/}]", "expire: {after: 99999 days}"])
def test_what_s3_accepts_is_accepted(text):
    assert of(f"    {text}\n")["line"] == 3


@cases("name", ["uploads", "demo_archive", "Demo", "demoarchive"])
def test_a_bucket_has_a_name_that_a_variable_can_have(name):
    raised = problems_of(settings.settings, "app.yaml", f"name: demo\nbuckets:\n  {name}: {{versioning: false}}\n")
    assert [(problem.line, problem.message) for problem in raised.args] == [
        (3, f"buckets.{name}: no variable names a bucket {name!r} of this app")]
