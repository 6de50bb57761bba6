"""Downloads what a stage runs: the zips of its lambdas, also those that were deployed without CloudFormation."""
import io
import shutil
import zipfile
from pathlib import Path

from aws.app import AppModel
from deploy import code_changes, code_deploys, code_records, function_code, recorded_versions
from kit import files
from recipes import image


def keys(cfn, app: AppModel, stage: str, stack: dict) -> dict[str, str | None]:
    """{lambda: S3 key of the zip that it runs} of a stack, None where an interrupted deploy left it unknown.

    stack  described()
    """
    store, _target = code_deploys.connection(app, stage)
    version = recorded_versions.present_version(cfn, store, stack, None)
    recorded = code_changes.codes(version, code_deploys.function_ids(app["lambdas"])) if version else {}
    live = code_records.read(store, stack["StackId"]).record["live"]
    return {name: live.get(name, key) for name, key in recorded.items()}


def download(cfn, app: AppModel, stage: str, stack: dict, folder: Path) -> list[str]:
    """Replace a folder by the unpacked zips and the template of a stage. -> the lambdas whose code is unknown

    Raises Problems, and leaves the folder as it is, if the bucket lacks a zip.
    """
    _store, target = code_deploys.connection(app, stage)
    live = keys(cfn, app, stage, stack)
    function_code.digests(target, [code_deploys.update_of(app, stage, name, key) for name, key in live.items() if key])
    shutil.rmtree(folder, ignore_errors=True)
    files.create_private_folder(folder)
    for name, key in live.items():
        if key and image.is_uri(key):
            files.write_bytes(folder / name / "image.txt", f"{key}\n".encode())
        elif key:
            content = target.s3.get_object(Bucket=target.bucket, Key=key)["Body"].read()
            zipfile.ZipFile(io.BytesIO(content)).extractall(folder / name)
    files.write_json(folder / "template.json", cfn.get_template(StackName=stack["StackId"])["TemplateBody"])
    return [name for name, key in live.items() if not key]
