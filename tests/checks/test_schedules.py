"""Schedules that code makes: the checks follow the documented form, and know what its role allows."""
import re

from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.checks"]
REMIND = "def handler(event, context):\n    return event['order']\n"


def example():
    """The handler of docs/timers.md."""
    return re.search(r"```python\n(.*?)```", (ROOT / "docs/timers.md").read_text(), re.S)[1]


@cases("text, replacement, expected", [
    ("", "", []),
    ('REMIND["GroupName"]', '"default"', ["P701"]),
    ('        GroupName=REMIND["GroupName"],\n', "", ["P701"]),
    ('**REMIND["Target"],', '**REMIND["Target"], "RoleArn": "arn:aws:iam::123456789012:role/other",', ["P701"]),
    ("FlexibleTimeWindow=", "FlexibleWindow=", ["P202", "P203"]),
])
def test_the_role_makes_schedules_of_its_own_group(finding_ids, text, replacement, expected):
    code = example()
    assert text in code
    assert finding_ids({"order": code.replace(text, replacement) if text else code, "remind": REMIND}) == expected
