"""The values of an app's secrets in a stage: reading and writing them, and the file with those of the local cloud.

A secret's reference is what its variable has: the ARN of Secrets Manager, or the name of a parameter of SSM,
"/demo-dev/demo-stripe".

The local cloud's values are also in LOCAL_FILE, {"demo-stripe": "sk_test_..."}, for its owner alone and not in git:
a deploy sets them again after the local cloud was cleaned.
"""
import os
import re
import shutil
import subprocess
import urllib.parse

from aws import clients, errors, stages
from kit import alert_settings, cli, files, names, secret_files, stage_settings
from kit.problems import problem

LOCAL_FILE = secret_files.LOCAL_FILE
# docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html, and systems-manager/latest/userguide/
# parameter-store-advanced-parameters.html: bytes
LARGEST = {"Secrets Manager": 65536, "Parameter Store": 4096}


def all_names(app):
    """[name] of the secrets that lambdas read, sorted."""
    return sorted({*app["state"].get("secret", {}), *app["state"].get("parameter", {})})


def references(app, outputs):
    """{"demo-stripe": reference} of the deployed secrets that lambdas read. outputs: {name: value} of the stack."""
    ids = {name: names.logical_id(name, "secret") for name in all_names(app)}
    values = {name: outputs.get(f"{id_}Arn", outputs.get(f"{id_}Name")) for name, id_ in ids.items()}
    return {name: reference for name, reference in values.items() if reference}


def is_parameter(reference):
    """Whether a reference is the name of a parameter."""
    return reference.startswith("/")


def refusal(app, name, text):
    """(what, hint) if the store of a secret refuses a value, else None."""
    in_parameter = name in app["state"].get("parameter", {})
    store, move = "Parameter Store" if in_parameter else "Secrets Manager", f"remove {name} from `secrets` of app.yaml"
    if len(text.encode()) > LARGEST[store]:
        return (f"the value has {len(text.encode()):,} bytes, and {store} takes {LARGEST[store]:,}",
                f"Secrets Manager takes {LARGEST['Secrets Manager']:,}: {move}, and deploy" if in_parameter else
                "a bucket takes more")
    if in_parameter and re.search(r"\{\{.*\}\}", text, re.DOTALL):
        return ("the value has {{ and }}, which Parameter Store reads as the name of another parameter",
                f"encode it, e.g. with base64; or {move}, and deploy: Secrets Manager takes it")
    return None


def client(app, stage, reference):
    """The client of the store of a secret."""
    return stages.client("ssm" if is_parameter(reference) else "secretsmanager", app, stage)


def put(store, reference, text):
    """Sets the value of a secret. store: of client()"""
    if is_parameter(reference):
        store.put_parameter(Name=reference, Value=text, Type="SecureString", Overwrite=True)
    else:
        store.put_secret_value(SecretId=reference, SecretString=text)


def value(store, reference):
    """The text of a secret's value, None if the secret has none."""
    with errors.ignored("ResourceNotFoundException", "ParameterNotFound"):
        if is_parameter(reference):
            return store.get_parameter(Name=reference, WithDecryption=True)["Parameter"]["Value"]
        return store.get_secret_value(SecretId=reference).get("SecretString")
    return None


def is_set(store, reference):
    """Whether a secret has a value; the value is not decrypted."""
    if not is_parameter(reference):
        return bool(store.describe_secret(SecretId=reference).get("VersionIdsToStages"))
    try:
        return bool(store.get_parameter(Name=reference, WithDecryption=False))
    except store.exceptions.ParameterNotFound:
        return False


def deletion(store, reference, variable):
    """The hint if a secret that a stack has was deleted by hand, at once or after days, else ""; a parameter is in no
    stack, and put() makes it. variable: " stage=dev", or "" """
    if is_parameter(reference):
        return ""
    try:
        is_deleted = "DeletedDate" in store.describe_secret(SecretId=reference)
    except store.exceptions.ResourceNotFoundException:
        return f"`make deploy full=1{variable}` creates it again, without a value"
    return f"`aws secretsmanager restore-secret --secret-id {reference}` restores it" if is_deleted else ""


def local_values():
    """{name: value} of LOCAL_FILE; afterwards only its owner can read it. Raises Problems if the file is invalid."""
    if not os.path.exists(LOCAL_FILE):
        return {}
    if not os.path.isfile(LOCAL_FILE):
        raise problem(LOCAL_FILE, 0, "is no file", "move it away: `make secret` writes a new one")
    if os.stat(LOCAL_FILE).st_mode & 0o077:
        os.chmod(LOCAL_FILE, 0o600)
        cli.say(f"{LOCAL_FILE} was readable by other users: now only you can read it")
    values = files.read_json(LOCAL_FILE, 'e.g. {"demo-stripe": "sk_test_1"}')
    if not isinstance(values, dict) or not all(isinstance(item, str) and item for item in values.values()):
        raise problem(LOCAL_FILE, 0, "must be an object of texts", 'e.g. {"demo-stripe": "sk_test_1"}')
    return values


def shell_values(app, stage):
    """{"demo-slack-webhook-url": "https://..."} of the variable in `slack` of app.yaml, if the shell has it. Raises
    Problems of a value that is no address.

    The local cloud takes only an address on this machine: failures of a desk should not reach a team.
    """
    alerts = stage_settings.alerts(app["settings"], stage)
    variable = alerts.get("variable", "")
    text = os.environ.get(variable, "").strip()
    if text and not alert_settings.PATTERNS["url"].fullmatch(text):
        raise problem("", 0, f"{variable} of the shell is no address of a webhook", "e.g. https://hooks.slack.com/...")
    is_far = stage == clients.LOCAL and urllib.parse.urlsplit(text).hostname not in clients.LOOPBACK
    return {alerts["slack"]: text} if text and not is_far else {}


def write_local(name, text):
    """Writes a secret's value to LOCAL_FILE; None removes the secret from the file. Warns if git does not ignore it."""
    values = {**local_values(), name: text}
    files.write_json(os.path.realpath(LOCAL_FILE), {key: item for key, item in values.items() if item is not None})
    if shutil.which("git"):
        ignored = subprocess.run(["git", "check-ignore", "-q", LOCAL_FILE], stderr=subprocess.DEVNULL)
        if ignored.returncode == 1:  # git has the file, or would commit it; 128: this is no repository
            cli.say(f"WARNING: git does not ignore {LOCAL_FILE}, which holds secrets: add it to .gitignore, and run "
                    f"`git rm --cached {LOCAL_FILE}` if git has it")


def parameters(app, stage):
    """{name: [reference]} of the app's parameters in the stage; {} for a user of `make policy` without permission: no
    lambda reads a parameter."""
    ssm, path = stages.client("ssm", app, stage), f"/{names.stack(app['name'], stage)}"
    with errors.ignored("AccessDeniedException"):
        return {parameter["Name"].removeprefix(f"{path}/"): [parameter["Name"]]
                for page in ssm.get_paginator("get_parameters_by_path").paginate(Path=path)
                for parameter in page["Parameters"]}
    return {}


def needed(app, stage):
    """{name} of the secrets that lambdas or the alerts of a stage read."""
    return {stage_settings.alerts(app["settings"], stage)["slack"], *(
        variable["of"] for fn in app["lambdas"].values() for variable in fn["env"]
        if variable["kind"] in ("secret", "parameter"))}


def settle(app, outputs, stage):
    """Sets the local cloud's values, and that of the shell, after a deploy. -> [text]: a line for each secret without a
    value."""
    lines, values = [], local_values() if stage == clients.LOCAL else {}
    values |= shell_values(app, stage)
    for name, reference in references(app, outputs).items():
        store = client(app, stage, reference)
        if hint := deletion(store, reference, stages.variable(stage)):
            lines.append(f"  WARNING: secret {name} was deleted by hand: {hint}")
            continue
        refused = refusal(app, name, values[name]) if name in values else None
        if refused:
            lines.append(f"  WARNING: secret {name} is not set from {LOCAL_FILE}: {'; '.join(refused)}")
        elif name in values and (stage != clients.LOCAL or value(store, reference) != values[name]):
            put(store, reference, values[name])
        if name in needed(app, stage) and not is_set(store, reference):
            lines.append(f"  WARNING: secret {name} has no value: `{command(app, name, stage)}`")
    return lines


def command(app, name, stage):
    """"make secret name=stripe stage=dev" """
    short = name.removeprefix(f"{app['name']}-")
    return f"make secret name={short}{stages.variable(stage)}"
