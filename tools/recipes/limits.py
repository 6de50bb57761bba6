"""What CloudFormation and Lambda take at most, said before they refuse it.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
from aws import cfn
from kit import names
from kit.problems import Problem
from kit.schema import nearest
from recipes import environment, nesting, template

MOST = {"Resources": 500, "Parameters": 200, "Outputs": 200}
LARGEST_TEMPLATE = 1_000_000
MOST_AT_ONCE = 2500  # of a stack with those nested in it
MOST_STACKS = 50  # as app.yaml takes
ROOM = 0.6
PSEUDO = [f"AWS::{name}" for name in ("AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix")]
CODE = f"code/{'0' * 64}.zip"
LONGEST_FUNCTION_NAME = 64
SHORTEST_STAGE = "local"


def name_problems(app, made):
    """The Problems of names that collide, or that no function could have. made: template.parts(app)"""
    return id_problems(app, made) + parameter_problems(app) + function_problems(app) + reference_problems(app, made)


def id_problems(app, made):
    """The Problems of two things that want one logical id: a queue of lambda `failures` is one."""
    found, seen = [], {}
    for part in made:
        for id_ in part.resources:
            if id_ in seen:
                blamed = part if part.owner else seen[id_]  # what all share has no line of its own
                path, line = template.address(app, blamed.owner, blamed.word)
                found.append(Problem(path, line, f"{title(part)} and {title(seen[id_])} both make {id_}",
                                     "rename one of the two"))
            seen.setdefault(id_, part)
    return found


def parameter_problems(app):
    """The Problems of values that are called like a lambda's code: A_CODE, and lambda `env-a`."""
    values, others = environment.values(app), template.parameters(app)
    return [Problem(one["file"], one["line"],
                    f"{one['name']} and the code of a lambda both make the parameter {parameter}",
                    "rename one of the two")
            for parameter, ones in values.items() if parameter in others for one in ones]


def reference_problems(app, made):
    """The Problems of permissions whose resource names what the template has not: `${Bucket}`."""
    known = {*PSEUDO, *template.parameters(app), *(id_ for part in made for id_ in part.resources)}
    found = []
    for _name, fn in sorted(app["lambdas"].items()):
        for at, each in enumerate(fn["infra"].get("permissions", [])):
            for name in nesting.GROUP.findall(each["resource"] or ""):
                if name.partition(".")[0] not in known:
                    line = fn["lines"].get(f"permissions.{at}.resource", fn["lines"].get(f"permissions.{at}", 0))
                    found.append(Problem(fn["path"], line, f"${{{name}}} is nothing that the template has", nearest(
                        name, known, 0.7) or "${AWS::Region}, ${AWS::AccountId}, ${AWS::Partition}, ${Stage}"))
    return found


def title(part):
    """"queue orders", "function orders", "table demo", or "endpoint" for what all share."""
    return " ".join(filter(None, [part.word, part.owner]))


def size_problems(app, whole, templates):
    """The Problems of an app whose stacks are larger than CloudFormation takes, on AWS and here.

    templates  split() of the whole template
    """
    found = excesses(templates, 1)
    hint = advice(app, whole) if found else ""
    return [Problem("app.yaml", 0, message, hint) for message in found]


def split(app, whole, owners):
    """{"": root, "Lambdas1": child, ...} as push makes them, but for the names of zips and templates.

    whole   the template of the app
    owners  {logical id: (owner, word)} of it
    """
    codes = {names.code_parameter(name): CODE for name in app["lambdas"]}
    nested = nesting.children(app, whole, owners, codes)
    return {"": nesting.root(whole, nested, {}), **nested}


def excesses(templates, share):
    """What is too much: ["501 resources are more than one stack takes: 500"].

    share  of what a stack takes, for the children: what is beyond is room to grow. The root has all.
    """
    found = []
    for id_, made in templates.items():
        part = share if id_ else 1
        where = f"{id_}: " if id_ else ""
        counts = {section: len(made.get(section, {})) for section in MOST}
        found += [f"{where}{count} {section.lower()} are more than one stack takes: {MOST[section]}"
                  for section, count in counts.items() if count > MOST[section] * part]
        bytes_ = len(cfn.text(made))
        if bytes_ > LARGEST_TEMPLATE * part:
            found.append(f"{where}a template of {bytes_:,} bytes is more than one stack takes: {LARGEST_TEMPLATE:,}")
    return found


def advice(app, whole):
    """A hint: the least `stacks` with which all fits with room to grow, or two apps if none does."""
    owners = template.owners(app)
    for count in range(names.stack_count(app) + 1, MOST_STACKS + 1):
        templates = split({**app, "settings": {**app["settings"], "stacks": count}}, whole, owners)
        if excesses({"": templates[""]}, 1):
            break  # more stacks make the root no smaller
        if not excesses(templates, ROOM):
            return f"say `stacks: {count}` in app.yaml (docs/large-apps.md)"
    return f"split {app['name']} into two apps, each with a name and an app.yaml of its own"


def at_once_words(templates):
    """[a line] about an app that AWS could not make in one deploy."""
    count = sum(len(made["Resources"]) for made in templates.values())
    return [f"{count:,} resources: AWS makes, changes or deletes {MOST_AT_ONCE:,} in one deploy, so a new stage "
            "takes more than one (docs/large-apps.md)"] if count > MOST_AT_ONCE else []


def function_problems(app):
    """The Problems of lambdas whose function <app>-<stage>-<lambda> would be too long in every stage."""
    last = names.stack_count(app) if names.stack_count(app) > 1 else 0
    room = LONGEST_FUNCTION_NAME - len(names.function(names.stack(app["name"], SHORTEST_STAGE), "", last))
    return [Problem(fn["path"], 1, f"{app['name']}-STAGE-{name} is {len(name) - room} letters too long: "
                    f"Lambda takes {LONGEST_FUNCTION_NAME}", "shorten the path of its folder")
            for name, fn in sorted(app["lambdas"].items()) if len(name) > room]
