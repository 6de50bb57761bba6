#!/usr/bin/env python3
"""Lists the layers: the version in a stage, packages, sizes, and the lambdas that use them.

    list_layers.py lambdas --stage dev [--outdated]
"""

from botocore.exceptions import BotoCoreError

from aws import clients, stages
from kit import cli, settings
from kit.columns import print_json, print_rows
from kit.problems import Problem, Problems
from push import scratch
from push.layers import builds, layer_files, layer_versions, pip, selection, targets


def row(name, record, version, used):
    """The row of a layer in the table: {"layer", "version", "zip", "unzipped", "packages", "lambdas"}

    record  of the layer's build; None before the first build. version, used: as in the row, used as "lambdas"
    """
    sizes = [layer_versions.megabytes(record[key]) if record else "-" for key in ("zipped", "unzipped")]
    direct, _, needed = layer_files.read(name).partition(layer_files.NEEDED)
    needed_count = len(layer_files.lines("", needed))
    lines = layer_files.lines(layer_files.requirements(name), direct)
    packages = ", ".join(layer_files.display_text(line) for _number, line in lines)
    packages += f" and {needed_count} that {'it needs' if ',' not in packages else 'they need'}" if needed_count else ""
    return {"layer": name, "version": version, "zip": sizes[0], "unzipped": sizes[1], "packages": packages or "none",
            "lambdas": used}


def version(app, stage, name, record):
    """The number of the version in the stage whose content is the build's, or None."""
    try:
        client = stages.client("lambda", app, stage)
        versions = layer_versions.versions(client, layer_versions.layer_name(app, name))
        described = record and layer_versions.description(app["settings"], record)
        return next((entry["Version"] for entry in versions if record and entry.get("Description") == described), None)
    except (Problems, BotoCoreError):
        return None


def behind(name, target):
    """[Problem] of the pinned packages of a layer that have a newer version in the package index."""
    path, text = layer_files.requirements(name), layer_files.read(name)
    with scratch.scratch_folder() as folder, pip.failures_as_problems(path, text, target):
        newest, _direct = selection.suited_versions(layer_files.unpinned(text), target, folder)
    command = f"`make layer name={name} pkg=\"{' '.join(layer_files.unpinned(text))}\"`"
    return [Problem(path, number, f"{line.replace('==', ' is at ')}, and {latest} is available", command)
            for number, line in layer_files.lines(path, text) if not layer_files.is_direct(line)
            for latest in [newest.get(layer_files.project(line))]
            if latest and "==" in line and latest != line.partition("==")[2].strip()]


@clients.errors_as_problems()
def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("package", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="whose versions are listed")
    parser.add_argument("--outdated", action="store_true", help="ask the package index for newer versions")
    cli.add_json(parser)
    args = parser.parse_args(argv)
    cli.check_json(args, not args.outdated, "`make layers` without outdated=1")
    app_settings, names = settings.read(), layer_files.layer_names()
    if not names:
        return print_json([]) if args.json else cli.say("no layer yet: `make layer pkg=pyyaml` makes one")
    app = {"name": app_settings["name"], "settings": app_settings}
    target, table = targets.of_stage(args.stage, app_settings), []
    used = layer_files.users(args.package or app_settings["package"])
    for name in names:
        record = builds.cached_record(name, layer_files.read(name), target)
        table.append(row(name, record, version(app, args.stage, name, record),
                         [lambda_ for lambda_, _path, _line in used.get(name, [])]))
    print_rows(table, args.json, head=True)
    if args.outdated:
        of_app = targets.of_app(app_settings)
        problems = [problem_ for name in names for problem_ in behind(name, of_app)]
        print("\n".join(map(str, problems)) or "every pinned version is the newest")


if __name__ == "__main__":
    cli.run(main)
