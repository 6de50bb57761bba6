"""Days of the week in cron expressions: by Unix's numbers, and by EventBridge's."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
TIMER = "infra:\n  timer: {cron: '0 7 ? * %s *'%s}\n---\nprint('a')"
SCHEDULE = "infra:\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole']\n---\n" \
    "boto3.client('scheduler').create_schedule(Name='a', GroupName='default', FlexibleTimeWindow={'Mode': 'OFF'}, " \
    "ScheduleExpression='cron(0 7 ? * %s *)', Target={'Arn': event['arn'], 'RoleArn': event['role']})"


@cases("code, expected", [
    (TIMER % ("1-5", ""), ["P131"]), (TIMER % ("6,7", ""), ["P131"]), (TIMER % ("1-5", ", zone: Europe/Oslo"), ["P131"]),
    (TIMER % ("1-5", ", zone: Asia/Jerusalem"), []), (TIMER % ("2-6", ""), []), (TIMER % ("SUN-THU", ""), []), (TIMER % ("2", ""), []), (TIMER % ("1,7", ""), []),
    (TIMER % ("7", ""), []), (SCHEDULE % "1-5", ["P131"]), (SCHEDULE % "MON-FRI", []),
])
def test_days_by_the_numbers_of_unix(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids(code) if id_ == "P131"] == expected
