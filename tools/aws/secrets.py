"""The values of an app's secrets in a stage: whether there are any, and those of the local cloud.

The local cloud's values also stand in LOCAL_FILE, {"demo-stripe": "sk_test_..."}, for its owner alone and not in git:
a deploy sets them again after the local cloud was cleaned.
"""
import os
import shutil
import subprocess

from botocore.exceptions import ClientError

from aws import clients, stages
from kit import cli, files, names, secret_files
from kit.problems import problem

LOCAL_FILE = secret_files.LOCAL_FILE


def arns(app, outputs):
    """{"demo-stripe": ARN} of the deployed secrets that lambdas read. outputs: {name: value} of the stack."""
    by_name = {name: outputs.get(f"{names.logical_id(name, 'secret')}Arn") for name in app["state"].get("secret", {})}
    return {name: arn for name, arn in sorted(by_name.items()) if arn}


def value(client, arn):
    """The text of a secret's value, None if the secret has none."""
    try:
        return client.get_secret_value(SecretId=arn).get("SecretString")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return None


def is_set(client, arn):
    """Whether a secret has a value; the value is not read."""
    return bool(client.describe_secret(SecretId=arn).get("VersionIdsToStages"))


def local_values():
    """{name: value} of LOCAL_FILE, which becomes its owner's alone. Raises Problems if a person's change broke it."""
    if not os.path.exists(LOCAL_FILE):
        return {}
    if not os.path.isfile(LOCAL_FILE):
        raise problem(LOCAL_FILE, 0, "is no file", "move it away: `make secret` writes one")
    if os.stat(LOCAL_FILE).st_mode & 0o077:
        os.chmod(LOCAL_FILE, 0o600)
        cli.say(f"{LOCAL_FILE} was readable by others, and is not any more")
    values = files.read_json(LOCAL_FILE, 'e.g. {"demo-stripe": "sk_test_1"}')
    if not isinstance(values, dict) or not all(isinstance(item, str) and item for item in values.values()):
        raise problem(LOCAL_FILE, 0, "must be an object of texts", 'e.g. {"demo-stripe": "sk_test_1"}')
    return values


def write_local(name, text):
    """Writes a secret's value to LOCAL_FILE; None removes the secret from the file. Warns if git does not ignore it."""
    values = {**local_values(), name: text}
    files.write_json(os.path.realpath(LOCAL_FILE), {key: item for key, item in values.items() if item is not None})
    if shutil.which("git"):
        ignored = subprocess.run(["git", "check-ignore", "-q", LOCAL_FILE], stderr=subprocess.DEVNULL)
        if ignored.returncode == 1:  # git has the file, or would commit it; 128: this is no repository
            cli.say(f"WARNING: git does not ignore {LOCAL_FILE}, which holds secrets: add it to .gitignore, and run "
                    f"`git rm --cached {LOCAL_FILE}` if git has it")


def settle(app, outputs, stage):
    """Sets the local cloud's values after a deploy. -> [text]: a line for each secret without a value."""
    arn_by_name = arns(app, outputs)
    if not arn_by_name:
        return []
    client = stages.client("secretsmanager", app, stage)
    for name, text in local_values().items() if stage == clients.LOCAL else ():
        if name in arn_by_name and value(client, arn_by_name[name]) != text:
            client.put_secret_value(SecretId=arn_by_name[name], SecretString=text)
    return [f"  WARNING: secret {name} has no value: `{command(app, name, stage)}`"
            for name, arn in arn_by_name.items() if not is_set(client, arn)]


def command(app, name, stage):
    """"make secret name=stripe stage=dev" """
    short = name.removeprefix(f"{app['name']}-")
    return f"make secret name={short}{stages.variable(stage)}"
