"""What CloudFormation and Lambda take at most, said before they refuse it.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
import orjson

from kit.problems import Problem
from recipes import template

MOST = {"Resources": 500, "Parameters": 200, "Outputs": 200}
LARGEST_TEMPLATE = 1024 * 1024
LONGEST_FUNCTION_NAME = 64
SHORTEST_STAGE = len("local")
SPLIT = "split the app into two, each with a name and an app.yaml of its own"


def clash_problems(app, made):
    """The Problems of two things that want one logical id: lambdas `a-b` and `a_b`, or one called like a shared part."""
    found, seen = [], {}
    for part in made:
        for id_ in part.resources:
            if id_ in seen:
                path, line = template.address(app, part.owner, part.word)
                found.append(Problem(path, line, f"{title(part)} and {title(seen[id_])} both make {id_}",
                                     "rename one of the two"))
            seen.setdefault(id_, part)
    return found


def title(part):
    """"queue orders", "function orders", "table demo", or "endpoint" for what all share."""
    return " ".join(filter(None, [part.word, part.owner]))


def size_problems(app, made_template):
    """The Problems of a template too large for AWS. The local cloud has no such limits."""
    found = [Problem("app.yaml", 0, f"{len(made_template[section])} {section.lower()} are more than one stack takes: "
                     f"{most}", SPLIT)
             for section, most in MOST.items() if len(made_template[section]) > most]
    bytes_ = len(orjson.dumps(made_template))
    if bytes_ > LARGEST_TEMPLATE:
        found.append(Problem("app.yaml", 0, f"a template of {bytes_:,} bytes is more than CloudFormation takes: "
                             f"{LARGEST_TEMPLATE:,}", SPLIT))
    return found + name_problems(app)


def name_problems(app):
    """The Problems of lambdas whose function <app>-<stage>-<lambda> could not be called so in any stage."""
    room = LONGEST_FUNCTION_NAME - len(app["name"]) - SHORTEST_STAGE - 2
    return [Problem(fn["path"], 1, f"{name} is {len(name) - room} letters too long: Lambda takes {LONGEST_FUNCTION_NAME} "
                    f"for {app['name']}-STAGE-{name}", "shorten the path of its folder")
            for name, fn in sorted(app["lambdas"].items()) if len(name) > room]
