"""What a plan would change in a stack, resource by resource, without doing any of it."""
from typing import NamedTuple

from localcloud.cloudformation import properties, references, template
from localcloud.cloudformation.deployment import RETAIN
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.scope import scope

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"  # AWS's own words for what only the deployment will tell


class Unmade(NamedTuple):
    """Stands for a resource that the plan makes, or makes anew: nothing of it is known yet."""

    ref: str
    attributes: object


class Anything:
    """Attributes of an Unmade: every one is there, and unknown."""

    def get(self, _name):
        """Unknown."""
        return UNKNOWN

    __getitem__ = get


def changes(region, stack, plan):
    """[{"Type": "Resource", "ResourceChange": {...}}] in the order they would be done; [] is no change."""
    standing = dict(stack.resources)
    there = scope(region, stack, plan, standing)
    wanted = template.wanted(plan.template, there.conditions)
    waits = {id_: references.needs(said, wanted, there.conditions) for id_, said in wanted.items()}
    for id_ in wanted:
        standing.setdefault(id_, Unmade(UNKNOWN, Anything()))
    found = []
    for id_ in references.order(waits):
        change = one_change(stack.resources.get(id_), id_, wanted[id_], there, plan.tags)
        if change and change["Action"] == "Modify" and change["Replacement"] == "True":
            standing[id_] = Unmade(UNKNOWN, Anything())
        if change:
            found.append(change)
    gone = [stack.resources[id_] for id_ in stack.resources if id_ not in wanted]
    found += [{"Action": "Remove", "LogicalResourceId": resource.id, "PhysicalResourceId": resource.ref,
               "ResourceType": resource.type, "Scope": [], "Details": [],
               "PolicyAction": "Retain" if resource.retained else "Delete"} for resource in gone]
    return [{"Type": "Resource", "ResourceChange": change} for change in found]


def one_change(now, id_, said, there, tags):
    """What becomes of a resource that the plan wants, or None. now: the Resource there is, or None."""
    change = {"LogicalResourceId": id_, "ResourceType": said["Type"]}
    if now is None:
        return {"Action": "Add", **change, "Scope": [], "Details": []}
    kind = TYPES[now.type]
    names = properties.changed(now.properties, properties.worked_out(said, there, tags))
    policies = [name for name, old in (("DeletionPolicy", now.retained), ("UpdateReplacePolicy", now.kept))
                if (said.get(name) in RETAIN) != old]
    if not names and not policies:
        return None
    replaced = kind.replaced_by(names)
    if replaced:
        change["PolicyAction"] = "ReplaceAndRetain" if said.get("UpdateReplacePolicy") in RETAIN \
            else "ReplaceAndDelete"
    return {"Action": "Modify", **change, "PhysicalResourceId": now.ref,
            "Replacement": "True" if replaced else "False",
            "Scope": (["Properties"] if names else []) + policies,
            "Details": [detail(kind, said, name) for name in sorted(names)]}


def detail(kind, said, name):
    """One changed property: is it known now, and what changed it."""
    value = said.get("Properties", {}).get(name)
    named = sorted({target for target, _ in references.names(value)})
    return {
        "Target": {"Attribute": "Properties", "Name": name,
                   "RequiresRecreation": "Always" if kind.replaced_by({name}) else "Never"},
        "Evaluation": "Dynamic" if named else "Static",
        "ChangeSource": "ResourceReference" if named else "DirectModification",
        "CausingEntity": named[0] if named else None,
    }
