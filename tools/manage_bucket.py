#!/usr/bin/env python3
"""The artifacts bucket: create it, list it, prune it, empty it, delete it; and download from it what a stage runs.

    manage_bucket.py build/app.json --stage dev list

Stacks need the objects of the bucket to roll back, and to add a lambda again: empty it only after they are deleted.
prune deletes what no stack of the account and region needs.
"""
import datetime
from pathlib import Path

from aws import buckets, clients, stages
from aws.app_file import read_model
from deploy import running_code, used_artifacts
from kit import cli, consent, names
from kit.columns import print_json
from kit.problems import problem
from push import images
from recipes import image


def create(s3, bucket, args):
    """Create the bucket, or restore its settings."""
    buckets.create(s3, bucket, args.region)
    cli.say(f"bucket {bucket} exists: private, encrypted, TLS only")


def list_(s3, bucket, args):
    """Print the objects, oldest first: time, size, key."""
    entries = sorted(buckets.objects(s3, bucket), key=lambda entry: (entry["LastModified"], entry["Key"]))
    if args.json:
        return print_json([{"key": entry["Key"], "bytes": entry["Size"], "modified": entry["LastModified"]}
                           for entry in entries])
    print_entries(entries)


def print_entries(entries):
    """Print a line for each object: time, size, key."""
    for entry in entries:
        print(f"{entry['LastModified']:%Y-%m-%d %H:%M:%S} {entry['Size']:>10,} {entry['Key']}")


def prune(s3, bucket, args):
    """Show the objects that no stack needs, and delete them if the person agrees; then the same of images."""
    oldest_kept = None if args.stage == clients.LOCAL else datetime.datetime.now(datetime.UTC) - YOUNG
    repository, has_images = names.repository(args.app), any(map(image.has_image, args.app["lambdas"].values()))
    ecr = stages.client("ecr", args.app, args.stage) if has_images and oldest_kept else None
    objects, unused_images = used_artifacts.unused(args.cfn, s3, bucket, args.app["name"], oldest_kept,
                                                   images.stored(ecr, repository) if ecr else [])
    unused = sorted(objects, key=lambda entry: entry["Key"])
    if not unused:
        cli.say(f"bucket {bucket}: a stack needs each object" + YOUNG_TEXT * (oldest_kept is not None))
    else:
        print_entries(unused)
        size = sum(entry["Size"] for entry in unused)
        consent.ask(f"delete {names.quantity(len(unused), 'object')} of the bucket {bucket} that no stack needs, "
                    f"{size:,} bytes", bucket, args.yes)
        cli.say(f"{names.quantity(buckets.delete(s3, bucket, unused), 'object')} deleted from {bucket}")
    if unused_images:
        size = sum(entry["imageSizeInBytes"] for entry in unused_images)
        consent.ask(f"delete {names.quantity(len(unused_images), 'image')} of the repository {repository} that no "
                    f"stack needs, {size:,} bytes", repository, args.yes)
        images.delete(ecr, repository, unused_images)
        cli.say(f"{names.quantity(len(unused_images), 'image')} deleted from {repository}")


def empty(s3, bucket, args):
    """Delete the objects in the bucket, if the person agrees."""
    consent.ask(f"delete all objects in the bucket {bucket}", bucket, args.yes)
    cli.say(f"{names.quantity(buckets.empty(s3, bucket), 'object')} deleted from {bucket}")


def delete(s3, bucket, args):
    """Delete the bucket and its objects, if the person agrees."""
    consent.ask(f"delete the bucket {bucket} and all objects in it", bucket, args.yes)
    cli.say(f"{names.quantity(buckets.empty(s3, bucket), 'object')} deleted from {bucket}")
    s3.delete_bucket(Bucket=bucket)
    cli.say(f"bucket {bucket} deleted")


def download(s3, bucket, args):
    """Write what the stage runs, unpacked: the code of each lambda, and the template."""
    stack = stages.deployed(args.cfn, args.app, args.stage)
    folder = Path("build", args.stage, "running")
    unknown = running_code.download(args.cfn, args.app, args.stage, stack, folder)
    for name in unknown:
        cli.say(f"{name}: an interrupted deploy left its code unknown: deploy again")
    cli.say(f"the code of the lambdas and the template are in {folder}")


ACTIONS = {"create": create, "list": list_, "prune": prune, "empty": empty, "delete": delete, "download": download}
YOUNG = datetime.timedelta(days=1)  # on AWS: another person's deploy may have uploaded it, and begin now
YOUNG_TEXT = ", or it is younger than a day"


@clients.errors_as_problems()
def main(argv):
    args = stages.actions_parser(__doc__, ACTIONS).parse_args(argv)
    cli.check_variables(args, {"json": ["list"], "yes": ("prune", "empty", "delete")})
    args.app = app = read_model(args.app)
    args.region = app["settings"]["region"]
    bucket, s3 = stages.bucket(app), stages.client("s3", app, args.stage)
    args.cfn = stages.client("cloudformation", app, args.stage)
    if not buckets.exists(s3, bucket, stages.account(app, args.stage)) and args.do != "create":
        raise problem("", 0, f"there is no bucket {bucket} in stage {args.stage}",
                      f"`make bucket{stages.variable(args.stage)}` creates it")
    ACTIONS[args.do](s3, bucket, args)


if __name__ == "__main__":
    cli.run(main)
