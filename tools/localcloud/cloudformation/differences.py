"""The changes that a plan would make in a stack, resource by resource, without making them."""
from typing import NamedTuple

from localcloud.cloudformation import properties, references, template
from localcloud.cloudformation.intrinsics import UNKNOWN
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.scope import plan_scope

# Of a nested stack, whose template may have changed.
AUTOMATIC = {"Target": {"Attribute": "Properties", "RequiresRecreation": "Never"}, "Evaluation": "Dynamic",
             "ChangeSource": "Automatic"}


class Planned(NamedTuple):
    """A resource as the plan would create or change it: values that exist only after the deployment are unknown."""

    ref: str
    attributes: object


class Attributes(dict):
    """The attributes of a Planned resource: one that it lacks now may exist afterwards, with an unknown value."""

    def get(self, name, _default=None):
        """The present value, or the placeholder: a table has a StreamArn once the plan enables its stream."""
        value = super().get(name)
        return UNKNOWN if value is None else value

    __getitem__ = get


def changes(region, stack, plan):
    """[{"Type": "Resource", "ResourceChange": {...}}] in the order of deployment; [] for no change."""
    resources = dict(stack.resources)
    scope = plan_scope(region, stack, plan, resources)
    definitions = template.active_resources(plan.template, scope.conditions)
    waits = {id_: references.needs(definition, definitions, scope.conditions)
             for id_, definition in definitions.items()}
    for id_ in definitions:
        resources.setdefault(id_, Planned(UNKNOWN, Attributes()))
    resource_changes = []
    for id_ in references.order(waits):
        change = resource_change(region.name, stack.resources.get(id_), id_, definitions[id_], scope, plan.tags)
        if change and change["Action"] == "Modify":
            current = stack.resources[id_]
            resources[id_] = Planned(UNKNOWN, Attributes()) if change["Replacement"] == "True" else \
                Planned(current.ref, Attributes(current.attributes))
        if change:
            resource_changes.append(change)
    removed = [stack.resources[id_] for id_ in stack.resources if id_ not in definitions]
    resource_changes += [{"Action": "Remove", "LogicalResourceId": resource.id, "PhysicalResourceId": resource.ref,
                          "ResourceType": resource.type, "Scope": [], "Details": [],
                          "PolicyAction": "Retain" if resource.retained else "Delete"} for resource in removed]
    return [{"Type": "Resource", "ResourceChange": change} for change in resource_changes]


def resource_change(region, current, id_, definition, scope, tags):
    """The change of a resource that the plan contains, or None. current: the existing Resource, or None."""
    change = {"LogicalResourceId": id_, "ResourceType": definition["Type"]}
    if current is None:
        return {"Action": "Add", **change, "Scope": [], "Details": []}
    kind = TYPES[current.type]
    after = properties.resolved_properties(definition, scope, tags)
    names = properties.changed(current.properties, after)
    before = {"DeletionPolicy": current.retained, "UpdateReplacePolicy": current.retained_when_replaced}
    policies = [name for name, retained in before.items() if template.retains(definition, name, scope) != retained]
    if not names and not policies:
        if not (kind.changed_if and kind.changed_if(region, current.ref, after)):
            return None
        return {"Action": "Modify", **change, "PhysicalResourceId": current.ref, "Replacement": "False",
                "Scope": ["Properties"], "Details": [AUTOMATIC]}
    replaced = kind.replaced_by(names, current.properties, after)
    if replaced:
        change["PolicyAction"] = "ReplaceAndRetain" if template.retains(definition, "UpdateReplacePolicy", scope) \
            else "ReplaceAndDelete"
    return {"Action": "Modify", **change, "PhysicalResourceId": current.ref,
            "Replacement": "True" if replaced else "False",
            "Scope": (["Properties"] if names else []) + policies,
            "Details": [detail(definition, name, kind.replaced_by({name}, current.properties, after))
                        for name in sorted(names)]}


def detail(definition, name, replacing):
    """The Details entry of one changed property: whether its value is known before the deployment, and the cause.

    replacing  whether the change of this property alone replaces the resource
    """
    value = definition.get("Properties", {}).get(name)
    targets = sorted({target for target, _ in references.of_value(value)})
    return {
        "Target": {"Attribute": "Properties", "Name": name,
                   "RequiresRecreation": "Always" if replacing else "Never"},
        "Evaluation": "Dynamic" if targets else "Static",
        "ChangeSource": "ResourceReference" if targets else "DirectModification",
        "CausingEntity": targets[0] if targets else None,
    }
