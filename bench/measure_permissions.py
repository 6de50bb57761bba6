#!/usr/bin/env python3
"""Whether roles are exactly as wide as their code: make bench-permissions.

    bench/measure_permissions.py [--only twentieth] [--list] [--no-time]

Every lambda of bench/permissions is scanned in an app of its own; the statements of its role, without those of its
trigger and log group, are compared with the right answer. A miss is silent if the scan has no doubt about the lambda.
"""
import argparse
import gc
import os
import re
import sys
import tempfile
import time
import tomllib
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from aws.iam import evaluation  # noqa: E402
from checks import physical_ids  # noqa: E402
from kit import names  # noqa: E402
from kit.problems import Problems  # noqa: E402
from localcloud.cloudformation import intrinsics  # noqa: E402
from recipes import access, template  # noqa: E402
from scan.scanning import scan  # noqa: E402

VALUES = {"MODEL": "anthropic.claude-3-haiku-20240307-v1:0",
          "WEBSOCKET_URL": "https://abc.execute-api.eu-west-1.amazonaws.com/live"}
REGION, OWN_REGION = "eu-west-1", physical_ids.PSEUDO["AWS::Region"]
SETTINGS = f"name: perm\nregion: {REGION}\nenv:\n" + "".join(f"  {name}: {value}\n" for name, value in VALUES.items())
OTHERS = {**dict.fromkeys(("jobs", "mail", "audit"), "queue: {}"), **dict.fromkeys(("alarms", "news"), "topic: {}"),
          **dict.fromkeys(("other", "resize"), "timeout: 5")}
LAYERS = ("powertools", "aioboto3", "orderly-store")
AT = physical_ids.AT
ANY = re.compile(r"(arn:[^:]+:[^:]+:[^:]*:[^:]*:)?(\*|[\w-]+[/:]\*([:/]([\w-]+[/:])?\*)*)")  # every resource of a type


def files_of(handler):
    """{path: text} of the app of one handler of the corpus."""
    others = {f"lambdas/{name}/index.py": f'"""\ninfra:\n  {block}\n"""\n\n\ndef handler(event, context):\n    pass\n'
              for name, block in OTHERS.items()}
    return {"app.yaml": SETTINGS, **others, **{f"layers/{name}/requirements.txt": "" for name in LAYERS},
            **{f"lambdas/{path}": text for path, text in handler.get("files", {}).items()},
            "lambdas/subject/index.py": handler["code"]}


def state_name(name):
    """"PermFiles" of the bucket "files": the app's name comes first."""
    return "Perm" if name == "perm" else "Perm" + "".join(part.capitalize() for part in name.split("-"))


def arn_of(resource):
    """The ARN with placeholders that a resource of the corpus stands for."""
    kind, _colon, rest = resource.partition(":")
    name, _slash, more = rest.partition("/")
    camel = "".join(part.capitalize() for part in name.split("-"))
    forms = {
        "table": f"arn:aws:dynamodb:{AT}:table/{state_name(name)}Table{'/' * bool(more)}{more}",
        "bucket": f"arn:aws:s3:::bucket-{state_name(name)}Bucket{'/' * bool(more)}{more}",
        "queue": f"arn:aws:sqs:{AT}:{camel}Queue", "topic": f"arn:aws:sns:{AT}:{camel}Topic",
        "function": f"arn:aws:lambda:{AT}:function:stack-{name}",
        "secret": f"arn:aws:secretsmanager:{AT}:secret:{state_name(name)}Secret-AbCd12"}
    if kind in forms:
        return forms[kind]
    return {"bus": f"arn:aws:events:{AT}:event-bus/PermBus", "pool": "pool"}.get(resource, resource)


class Resources(dict):
    """{logical id: a resource with the placeholder of its id} of a template."""

    def __init__(self, template_):
        self.template = template_

    def __missing__(self, id_):
        forms = physical_ids.NAMES.get(self.template["Resources"][id_]["Type"], ("*", "*"))
        return types.SimpleNamespace(ref=forms[0].format(id_), attributes={"Arn": forms[1].format(id_)})


def deployed(template_, statements):
    """The statements of a template as a deploy with VALUES makes them."""
    values = {name: entry.get("Default", "") for name, entry in template_.get("Parameters", {}).items()}
    values.update((names.value_parameter(name), value) for name, value in VALUES.items())
    scope = intrinsics.Scope(template_, {**values, **physical_ids.PSEUDO}, Resources(template_), dict)
    return intrinsics.resolved(scope, statements)


def role_of(handler, folder):
    """({(action, ARN)} of the lambda's role, its doubts). Raises Problems."""
    for path, text in files_of(handler).items():
        target = Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    os.chdir(folder)
    model = scan("lambdas", "app.yaml", {}, {})
    app, fn = template.app_with_bus(model), model["lambdas"]["subject"]
    whole = template.template(model)
    statements = deployed(whole, access.statements(app, fn))
    return {(action, "pool" if resource == "*" and action.startswith("cognito-idp") else resource)
            for statement in statements for action in statement["Action"]
            for resource in evaluation.listed(statement["Resource"]) if resource != "arn:aws:s3:::stack-none"}, fn["doubts"]


def covers(pattern, arn):
    """Whether one ARN, which may have wildcards, covers another one; the account may be any, and the region if an ARN
    of the corpus has none."""
    texts = [text.replace(OWN_REGION, REGION).split(":", 5) for text in (pattern, arn)]
    return pattern in ("*", arn) or len(texts[0]) == len(texts[1]) and all(
        at == 4 and bool(left) == bool(right) or at == 3 and right == "*" or evaluation.matches(left, right)
        for at, (left, right) in enumerate(zip(*texts)))


def result_of(handler, folder):
    """{"actions", "pairs": (right, surplus, missing), "doubts", "silent": [pair], ...} of a handler."""
    expected = {(action, arn_of(resource)) for action, resource in handler["expected"]}
    may = {(action, arn_of(resource)) for action, resource in handler.get("may", [])}
    try:
        granted, doubts = role_of(handler, folder)
        failure = ""
    except Problems as problems:
        granted, doubts, failure = set(), [], str(problems.args[0])
    missing = {pair for pair in expected if not any(pair[0] == action and covers(arn, pair[1])
                                                    for action, arn in granted)}
    surplus = {pair for pair in granted if not any(pair[0] == action and covers(arn, pair[1])
                                                   for action, arn in expected | may)}
    actions, needed = {action for action, _arn in granted}, {action for action, _arn in expected}
    optional = {action for action, _arn in may}
    return {"id": handler["id"], "doubtful": handler.get("doubt", False), "doubts": doubts, "failure": failure,
            "false": [doubt for doubt in doubts if not is_of_any(doubt, expected)],
            "pairs": (len(granted - surplus), surplus, missing), "silent": missing if not doubts else set(),
            "actions": (len(actions & (needed | optional)), actions - needed - optional, needed - actions)}


def is_of_any(doubt, expected):
    """Whether a doubt is about the resource of an action that the answer allows on every resource of one of its types:
    P701 reports the line, and the role is right."""
    arns = [arn for action, arn in expected if action == doubt["action"]]
    return doubt["why"].startswith("the resource of") and any(ANY.fullmatch(arn) for arn in arns)


def ratio(part, whole):
    """"0.98"; "" of nothing."""
    return f"{part / whole:.3f}" if whole else ""


def row(name, results):
    """One line of the table: of the handlers without expected doubt precision and recall, of all the misses."""
    sure = [result for result in results if not result["doubtful"]]
    cells = []
    for key in ("actions", "pairs"):
        right = sum(result[key][0] for result in sure)
        surplus, missing = (sum(len(result[key][at]) for result in sure) for at in (1, 2))
        cells += [ratio(right, right + surplus), ratio(right, right + missing)]
    doubts = sum(bool(result["false"]) for result in sure)
    loud = sum(bool(result["doubts"]) for result in results if result["doubtful"])
    silent = sum(len(result["silent"]) for result in results)
    return f"{name:<20}{len(results):>5}" + "".join(f"{cell:>9}" for cell in cells) \
        + f"{doubts:>8}{f'{loud}/{len(results) - len(sure)}':>8}{silent:>8}"


def details(result):
    """The lines of a handler that is not exactly right."""
    lines = [f"  surplus {action} on {arn}" for action, arn in sorted(result["pairs"][1])]
    lines += [f"  missing {action} on {arn}" for action, arn in sorted(result["pairs"][2])]
    shown = result["doubts"] if result["doubtful"] or lines else result["false"]
    lines += [f"  doubt   {doubt['file']}:{doubt['line']}: {doubt['why']}" for doubt in shown]
    lines += [f"  failure {result['failure']}"] * bool(result["failure"])
    wrong = lines and not (result["doubtful"] and result["doubts"] and not result["pairs"][2])
    return "\n".join([result["id"], *lines]) if wrong or result["doubtful"] and not result["doubts"] else ""


def seconds(handlers, count, folder):
    """(cold, warm) seconds of a scan of an app with `count` lambdas, of handlers without files, routes and triggers of users."""
    from kit import file_cache
    unique = ("endpoint:", "  users:")  # words that two lambdas cannot have alike
    plain = [handler for handler in handlers
             if not handler.get("files") and not any(word in handler["code"] for word in unique)]
    for at in range(count):
        path = Path(folder, f"lambdas/l{at}/index.py")
        path.parent.mkdir(parents=True)
        path.write_text(plain[at % len(plain)]["code"])
    for path, text in files_of(plain[0]).items():
        if "subject" not in path:
            Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, path).write_text(text)
    os.chdir(folder)
    time.sleep(file_cache.YOUNG / 1e9)
    gc.disable()  # as scan_infra.py
    times, cached = [], {}
    for _round in ("cold", "warm"):
        read, start = {}, time.perf_counter()
        try:
            scan("lambdas", "app.yaml", cached, read)
        except Problems as problems:
            print(problems.args[0])
        times.append(time.perf_counter() - start)
        cached = read
    gc.enable()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="the groups whose names contain this")
    parser.add_argument("--list", action="store_true", help="list the handlers that are not exactly right")
    parser.add_argument("--no-time", action="store_true", help="do not measure the time of scans")
    parser.add_argument("--corpus", default=str(ROOT / "bench" / "permissions"), help="the folder of the groups")
    args = parser.parse_args()
    paths = {path.stem: path for path in sorted(Path(args.corpus).glob("*.toml"))}
    groups = {name: tomllib.loads(path.read_text())["handler"] for name, path in paths.items()
              if (args.only or "") in name}
    if not groups:
        parser.error(f"no group has {args.only} in its name, only {', '.join(paths)}")
    print(f"{'group':<20}{'':>5}{'actions':>15}{'ARNs':>18}{'doubts':>11}{'loud':>8}{'silent':>8}")
    every = []
    for name, handlers in groups.items():
        results = []
        for handler in handlers:
            with tempfile.TemporaryDirectory(prefix="bench-permissions-") as folder:
                results.append(result_of(handler, folder))
        print(row(name, results), flush=True)
        every += results
    print(row("all", every))
    if args.list:
        print("\n".join(filter(None, map(details, every))))
    for count in () if args.no_time else (1, 100, 1000):
        with tempfile.TemporaryDirectory(prefix="bench-permissions-") as folder:
            cold, warm = seconds([handler for handlers in groups.values() for handler in handlers], count, folder)
        print(f"{count:>5} lambdas: {cold:.2f} s cold, {warm:.3f} s warm")


if __name__ == "__main__":
    main()
