"""What CloudFormation and Lambda take at most, said before they refuse it.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
import orjson

from kit.problems import Problem
from recipes import environment, template

MOST = {"Resources": 500, "Parameters": 200, "Outputs": 200}
LARGEST_TEMPLATE = 1024 * 1024
LONGEST_FUNCTION_NAME = 64
SHORTEST_STAGE = len("local")


def name_problems(app, made):
    """The Problems of names that collide, or that no function could have. made: template.parts(app)"""
    return id_problems(app, made) + parameter_problems(app) + function_problems(app)


def id_problems(app, made):
    """The Problems of two things that want one logical id: a queue of lambda `failures` is one."""
    found, seen = [], {}
    for part in made:
        for id_ in part.resources:
            if id_ in seen:
                path, line = template.address(app, part.owner, part.word)
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


def title(part):
    """"queue orders", "function orders", "table demo", or "endpoint" for what all share."""
    return " ".join(filter(None, [part.word, part.owner]))


def size_problems(app, made):
    """The Problems of a template too large for AWS. The local cloud has no such limits."""
    counts = {section: len(made[section]) for section in MOST}
    found = [f"{count} {section.lower()} are more than one stack takes: {MOST[section]}"
             for section, count in counts.items() if count > MOST[section]]
    bytes_ = len(orjson.dumps(made))
    if bytes_ > LARGEST_TEMPLATE:
        found.append(f"a template of {bytes_:,} bytes is more than one stack takes: {LARGEST_TEMPLATE:,}")
    hint = f"split {app['name']} into two apps, each with a name and an app.yaml of its own"
    return [Problem("app.yaml", 0, message, hint) for message in found]


def function_problems(app):
    """The Problems of lambdas whose function <app>-<stage>-<lambda> would be too long in every stage."""
    room = LONGEST_FUNCTION_NAME - len(app["name"]) - SHORTEST_STAGE - 2
    return [Problem(fn["path"], 1, f"{app['name']}-STAGE-{name} is {len(name) - room} letters too long: "
                    f"Lambda takes {LONGEST_FUNCTION_NAME}", "shorten the path of its folder")
            for name, fn in sorted(app["lambdas"].items()) if len(name) > room]
