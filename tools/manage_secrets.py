#!/usr/bin/env python3
"""The values of the secrets that lambdas read: set, list, replace and delete them.

    manage_secrets.py build/app.json set --name stripe --stage dev
    op read op://team/stripe/key | manage_secrets.py build/app.json set --name stripe --stage dev
    manage_secrets.py build/app.json list

A value is typed unseen, or is the standard input: never an argument, which everybody on the machine sees. It is printed
nowhere. In stage local it is also written to .secrets.json, from where later deploys set it.
"""
import getpass
import random
import string
import sys

from aws import clients, secrets, stacks, stages
from kit import alert_settings, cli, consent, names
from kit.columns import print_rows
from kit.problems import listed, problem
from kit.schema import nearest
from recipes import recipients
from scan import variables

GENERATED_LENGTH = 40
RECOVERY_DAYS = 7  # the shortest that AWS takes
ALERTS = "alerts in app.yaml"


def full_name(app, text):
    """The name of a secret from "stripe", "demo-stripe" or "DEMO_STRIPE_SECRET". Raises Problems without any."""
    own, prefix = names.own_prefix(app), names.prefix(names.own_prefix(app))
    if text.startswith(f"{prefix}_") and text.endswith("_SECRET"):
        return variables.state_name(own, text.removeprefix(prefix).removesuffix("_SECRET"))
    if not text:
        raise problem("", 0, "which secret? write name=...", "`make secret do=list` lists them")
    text = text.lower().replace("_", "-") if text.isupper() else text
    return text if text == own or text.startswith(f"{own}-") else f"{own}-{text}"


def readers(app, name):
    """[(lambda, "file:line")] of the lambdas that read a secret."""
    return [(fn["name"], f"{variable['file']}:{variable['line']}") for fn in app["lambdas"].values()
            for variable in fn["env"] if variable["kind"] in ("secret", "parameter") and variable["of"] == name]


def is_webhook(app, name):
    """Whether the alerts of a stage read a secret, which has the address of a webhook of Slack."""
    return name in recipients.secrets(app["settings"])


def check_name(app, name):
    """Raises Problems if no lambda reads the secret."""
    secret_names = secrets.all_names(app)
    if name not in secret_names:
        variable = f"{names.prefix(name)}_SECRET"
        raise problem("", 0, f"no lambda reads a secret {name}", nearest(name, secret_names) or
                      (f"there are: {listed(secret_names)}" if secret_names else
                       f'a lambda reads os.environ["{variable}"]'))


def outputs(app, stage):
    """{name: value} of the stack's outputs, among them the reference of each secret; {} before the first deploy."""
    cfn = stages.client("cloudformation", app, stage)
    return stacks.outputs(stages.stack(cfn, app, stage))


def deployed_references(app, stage):
    """{name: reference} of the deployed secrets that the app still has."""
    return secrets.references(app, outputs(app, stage))


def entered(app, name):
    """The value: typed without an echo, or stdin without its last newline and byte order mark. Raises Problems."""
    if sys.stdin.isatty():
        try:
            text = getpass.getpass(f"The value of the secret {name}: ")
        except EOFError:
            text = ""
    else:
        try:
            text = sys.stdin.buffer.read().decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise problem("stdin", 0, "the value is not UTF-8", "encode it, e.g. with base64")
    if not text:
        raise problem("", 0, f"no value for the secret {name}", "type it, or pipe it into make")
    if refusal := secrets.refusal(app, name, text):
        raise problem("", 0, *refusal)
    if is_webhook(app, name) and not alert_settings.PATTERNS["url"].fullmatch(text.strip()):
        raise problem("", 0, "the value is no address of a webhook", "e.g. https://hooks.slack.com/...")
    return text


def store(app, stage, name, text):
    """Write a value to the stage; in stage local also to the file, even before the first deploy. Raises Problems."""
    reference = deployed_references(app, stage).get(name)
    if stage != clients.LOCAL and not reference:
        raise stages.undeployed(app, stage, f"the secret {name}")
    if stage == clients.LOCAL:
        secrets.write_local(name, text)
    if reference:
        store = secrets.client(app, stage, reference)
        if hint := secrets.deletion(store, reference, stages.variable(stage)):
            raise problem("", 0, f"the secret {name} was deleted by hand", hint)
        secrets.put(store, reference, text)
    return bool(reference)


def set_(app, args):
    """Set the value of a secret; the value before stays, as AWSPREVIOUS or in the parameter's history."""
    name = full_name(app, args.name)
    check_name(app, name)
    if args.stage != clients.LOCAL and name not in deployed_references(app, args.stage):
        raise stages.undeployed(app, args.stage, f"the secret {name}")
    done = store(app, args.stage, name, entered(app, name))
    return cli.say(f"secret {name} is set in stage {args.stage}" if done else
                   f"secret {name} is in {secrets.LOCAL_FILE}: `make deploy` sets it")


def rotate(app, args):
    """Replace the value by a random one, for secrets that only this app knows."""
    name = full_name(app, args.name)
    check_name(app, name)
    if is_webhook(app, name):
        raise problem("", 0, f"{name} has the address of a webhook: a random value would reach nobody",
                      f"make a new webhook in Slack, then `{secrets.command(app, name, args.stage)}`")
    if name not in deployed_references(app, args.stage):
        raise stages.undeployed(app, args.stage, f"the secret {name}")
    consent.ask(f"replace the value of the secret {name} in stage {args.stage} by a random one", name, args.yes)
    store(app, args.stage, name, "".join(random.SystemRandom().choices(string.ascii_letters + string.digits,
                                                                       k=GENERATED_LENGTH)))
    cli.say(f"secret {name} has a random value; the one before is " + (
        "in the parameter's history" if name in app["state"].get("parameter", {}) else "its version AWSPREVIOUS"))


def retained(app, stage):
    """{name: [reference]} of the app's secrets in the stage, also of those that no lambda reads any more."""
    result = secrets.parameters(app, stage)
    for page in stages.client("secretsmanager", app, stage).get_paginator("list_secrets").paginate(
            Filters=[{"Key": "tag-key", "Values": ["secret"]}]):
        for secret in page["SecretList"]:
            tags = {tag["Key"]: tag["Value"] for tag in secret.get("Tags", [])}
            if (tags.get("app"), tags.get("stage")) == (app["name"], stage) and "DeletedDate" not in secret:
                result.setdefault(tags["secret"], []).append(secret["ARN"])
    return result


def status_of(app, stage, reference):
    """"set", "no value", or "deleted": by hand, although the stack has it."""
    store = secrets.client(app, stage, reference)
    if secrets.deletion(store, reference, ""):
        return "deleted"
    return "set" if secrets.is_set(store, reference) else "no value"


def list_(app, args):
    """Print each secret: its name, whether it has a value, and the lambdas that read it."""
    in_stack, rows = outputs(app, args.stage), []
    deployed = secrets.references(app, in_stack)
    for name in secrets.all_names(app):
        status = status_of(app, args.stage, deployed[name]) if name in deployed else "not deployed"
        rows.append({"name": name, "status": status, "lambdas": [
            *(fn for fn, _line in readers(app, name)), *([ALERTS] if is_webhook(app, name) else [])]})
    for name, references in sorted(retained(app, args.stage).items()):
        rows += [{"name": name, "status": "deployed" if reference in in_stack.values() else "kept", "lambdas": []}
                 for reference in references if reference not in deployed.values()]
    if not rows and not args.json:
        variable = f"{names.prefix(names.own_prefix(app))}_STRIPE_SECRET"
        return cli.say(f'no lambda reads a secret, e.g. os.environ["{variable}"]')
    print_rows(rows, args.json)


def delete(app, args):
    """Delete a secret that no lambda reads any more, if the person agrees; AWS can restore one of Secrets Manager."""
    name = full_name(app, args.name)
    in_stack, existing = outputs(app, args.stage).values(), retained(app, args.stage).get(name, [])
    references = [reference for reference in existing if reference not in in_stack]
    for fn, line in readers(app, name) if not references else ():
        raise problem("", 0, f"lambda {fn} reads the secret {name} at {line}", "remove the variable and deploy first")
    if not references and is_webhook(app, name):
        raise problem("app.yaml", 0, f"the alerts read the secret {name}", "remove `slack` and deploy first")
    if existing and not references:
        raise problem("", 0, f"the secret {name} is deployed in stage {args.stage}",
                      f"`make deploy{stages.variable(args.stage)}` removes it from the stack")
    if args.stage == clients.LOCAL and name in secrets.local_values() and not readers(app, name):
        secrets.write_local(name, None)
    elif not references:
        raise problem("", 0, f"there is no secret {name} in stage {args.stage}", "`make secret do=list` lists them")
    if references:
        consent.ask(f"delete the secret {name} of stage {args.stage} that no lambda reads", name, args.yes)
    for reference in references:
        client = secrets.client(app, args.stage, reference)
        if secrets.is_parameter(reference):
            client.delete_parameter(Name=reference)
        else:
            client.delete_secret(SecretId=reference, RecoveryWindowInDays=RECOVERY_DAYS)
    is_restorable = args.stage != clients.LOCAL and not all(map(secrets.is_parameter, references))
    can_restore = f"; AWS can restore it for {RECOVERY_DAYS} days" if is_restorable else ""
    cli.say(f"secret {name} deleted{can_restore}")


ACTIONS = {"set": set_, "create": set_, "list": list_, "rotate": rotate, "delete": delete}


@clients.errors_as_problems()
def main(argv):
    parser = stages.actions_parser(__doc__, ACTIONS)
    parser.add_argument("--name", default="", help="the secret: stripe of the variable DEMO_STRIPE_SECRET")
    args = parser.parse_args(argv)
    cli.check_variables(args, {"json": ["list"], "name": ("set", "create", "rotate", "delete"),
                               "yes": ("rotate", "delete")})
    ACTIONS[args.do](stages.model(args.app), args)


if __name__ == "__main__":
    cli.run(main)
