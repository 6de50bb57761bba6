#!/usr/bin/env python3
"""Lists the layers: the version in a stage, packages, sizes, and the lambdas that use them.

    list_layers.py lambdas --stage dev [--outdated]
"""
import tempfile

from botocore.exceptions import BotoCoreError

from aws import clients, stages
from kit import cli, settings
from kit.problems import Problem, Problems
from push.layers import builds, layer_files, layer_versions, pins, pip, selection, targets

HEAD = ("layer", "version", "zip", "unzipped", "packages", "lambdas")


def row(name, record, version, used):
    """The cells of a layer. record and version may be None."""
    sizes = [layer_versions.megabytes(record[key]) if record else "-" for key in ("zipped", "unzipped")]
    first, _, rest = layer_files.read(name).partition(pins.NEEDED)
    more = len(layer_files.lines("", rest))
    lines = layer_files.lines(layer_files.requirements(name), first)
    packages = ", ".join(layer_files.shown(line) for _number, line in lines)
    packages += f" and {more} that {'it needs' if ',' not in packages else 'they need'}" if more else ""
    return (name, str(version or "-"), *sizes, packages or "none", ", ".join(used) or "nobody")


def version(app, stage, name, record):
    """The number of the version in the stage's cloud that holds what is built, or None."""
    try:
        client = stages.client("lambda", app, stage)
        found = layer_versions.versions(client, layer_versions.layer_name(app, name))
        return next((each["Version"] for each in found
                     if record and each.get("Description") == layer_versions.description(app, record)), None)
    except (Problems, BotoCoreError):
        return None


def behind(name, target):
    """[Problem] of the pins of a layer that its index has newer ones of."""
    path, text = layer_files.requirements(name), layer_files.read(name)
    with tempfile.TemporaryDirectory(prefix="pareto-layer-") as folder, pip.told(path, text, target):
        newest, _direct = selection.suited(pins.asked(text), target, folder)
    renew = f"`make layer name={name} pkg=\"{' '.join(pins.asked(text))}\"`"
    return [Problem(path, number, f"{line.replace('==', ' is at ')}, and {found} is out", renew)
            for number, line in layer_files.lines(path, text) if not layer_files.is_direct(line)
            for found in [newest.get(layer_files.project(line))]
            if found and "==" in line and found != line.partition("==")[2].strip()]


def columns(table):
    """The rows as lines, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*table)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in table]


@clients.told()
def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("package", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="whose versions are told")
    parser.add_argument("--outdated", action="store_true", help="ask the package index for newer versions")
    args = parser.parse_args(argv)
    said, names = settings.read(), layer_files.present()
    if not names:
        return cli.say("no layer yet: `make layer pkg=pyyaml` makes one")
    app = {"name": said["name"], "settings": said}
    target, used, table = targets.of_stage(args.stage, said), layer_files.users(args.package or said["package"]), [HEAD]
    for name in names:
        record = builds.kept(name, layer_files.read(name), target)
        table.append(row(name, record, version(app, args.stage, name, record),
                         [lambda_ for lambda_, _path, _line in used.get(name, [])]))
    print("\n".join(columns(table)))
    found = [each for name in names for each in behind(name, targets.of_app(said))] if args.outdated else []
    if args.outdated:
        print("\n".join(map(str, found)) or "every pin is the newest")


if __name__ == "__main__":
    cli.run(main)
