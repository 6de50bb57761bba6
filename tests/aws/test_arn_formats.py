"""The formats of ARNs in IAM's list, as a role spells them."""
from aws.iam import actions, arn_formats, role_actions

# With marks of the scan, as in scan/called_resources.py: text of a template replaces them.
SCOPE = {"partition": "\ue004", "region": "\ue005", "account": "\ue006"}


def resources_of(action):
    """[ARN] that a role may have for an action whose resource is known, known in part or not known."""
    patterns = [pattern for patterns in arn_formats.of_action(action).values() for pattern in patterns]
    return [arn for pattern in patterns for arn in (arn_formats.every(pattern, SCOPE), arn_formats.any_of(
        pattern, SCOPE))] + [role_actions.any_of_type(action, SCOPE), *role_actions.named_resources(action, {}, SCOPE)]


def test_no_resource_of_any_action_has_a_placeholder_that_a_template_cannot_resolve():
    unresolved = {(action, arn) for service, entry in actions.iam_actions().items() for name in entry["Actions"]
                  for action in [f"{service}:{name}"] for arn in resources_of(action) if "$" in arn or "{" in arn}
    assert not unresolved


def test_an_account_and_a_service_that_may_be_others_are_any():
    types = [("chime", "meeting"), ("kafka", "vpc-connection"), ("account", "accountInOrganization"),
             ("backup", "recoveryPoint")]
    assert [arn_formats.every(arn_formats.of_type(*type_)[0], SCOPE) for type_ in types] == [
        "arn:\ue004:chime:\ue005:\ue006:meeting/*", "arn:\ue004:kafka:\ue005:*:vpc-connection/*/*/*",
        "arn:\ue004:account::*:account/*", "arn:\ue004:*:\ue005:*:*:*"]
