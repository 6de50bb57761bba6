"""What differs between a function and its template: only values that are known are compared."""
from deploy import hand_changes
from deploy.present_stack import MASKED
from tests.fixtures.cases import cases

SETTINGS = {"Timeout": 5, "Handler": "index.handler"}


def variables(**values):
    return {"Environment": {"Variables": values}}


@cases("properties, configuration, expected", [
    (SETTINGS, {**SETTINGS, "MemorySize": 512}, {}),
    (SETTINGS, {**SETTINGS, "Timeout": 9}, {"/Timeout": ("5", "9", "NOT_EQUAL")}),
    ({"Layers": ["a:1"]}, {"Layers": [{"Arn": "a:1"}]}, {}),
    ({}, {"Layers": [{"Arn": "a:1"}]}, {"/Layers": ("[]", "['a:1']", "NOT_EQUAL")}),
    ({"Layers": [{"Ref": "Own"}]}, {"Layers": [{"Arn": "a:1"}]}, {}),
    (variables(A="1", B=2), variables(A="1", B="2"), {}),
    (variables(A="1"), variables(A="2", B="3"), {"/Environment/Variables/A": ("1", "2", "NOT_EQUAL"),
                                                 "/Environment/Variables/B": ("None", "3", "ADD")}),
    (variables(A="1"), {}, {"/Environment/Variables/A": ("1", "None", "REMOVE")}),
    (variables(A={"Ref": "Table"}), variables(A="table-1"), {}),
    (variables(A={"Ref": "Table"}), variables(A="table-2"), {"/Environment/Variables/A": ("table-1", "table-2", "NOT_EQUAL")}),
    (variables(A={"Ref": "Other"}), variables(A="x"), {}),
    (variables(A={"Ref": "Other"}), {}, {"/Environment/Variables/A": ("{'Ref': 'Other'}", "None", "REMOVE")}),
    (variables(A=MASKED), variables(A="x"), {}),
    (variables(A="1"), {"Environment": {"Error": {"ErrorCode": "AccessDeniedException"}}}, {}),
])
def test_settings_and_variables_are_compared_as_far_as_they_are_known(properties, configuration, expected):
    found = hand_changes.differences(properties, configuration, {"Table": "table-1"})
    assert {entry["PropertyPath"]: (entry["ExpectedValue"], entry["ActualValue"], entry["DifferenceType"])
            for entry in found} == expected
