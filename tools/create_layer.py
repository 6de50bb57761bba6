#!/usr/bin/env python3
"""Makes a layer, or renews its pins: layers/<name>/requirements.txt, its zip, its version in the cloud.

    create_layer.py lambdas --pkg pyyaml [--version 6.0.3]
    create_layer.py lambdas --name web --pkg "requests flask" --stage dev
    create_layer.py lambdas --pkg git+https://github.com/a/b | ./libs/shapes | ./libs/x.whl
    create_layer.py lambdas --name web             builds and publishes what its list says
    create_layer.py lambdas --pkg pyyaml --delete
"""
import re
import shutil
import tempfile
from pathlib import Path

from aws import clients, stages
from kit import cli, files, names, settings
from kit.problems import Problem, Problems, problem
from push.layers import builds, layer_files, layer_versions, pip, selection, targets

PLAIN = re.compile(r"[A-Za-z0-9._-]+(\[[A-Za-z0-9._,-]+\])?")  # flask, flask[async]


def asked(pkg, version):
    """["requests", "flask"] of what the person said. Raises Problems."""
    packages = re.sub(r"\s*(===|[=!~<>]=|[<>,])\s*", r"\1", pkg).split()  # "flask >= 3" is one
    wrong = [Problem("", 0, *complaint) for complaint in map(layer_files.requirement_complaint, packages) if complaint]
    if wrong:
        raise Problems(*wrong)
    if version and (len(packages) != 1 or not PLAIN.fullmatch(packages[0])):
        raise problem("", 0, "version= goes with one package, said by its name",
                      "pkg=\"flask==3.1 requests<3\"")
    wrong = layer_files.local_path_problems("", [(0, one) for one in packages])
    if wrong:
        raise Problems(*wrong)
    return [f"{packages[0]}=={version}"] if version else packages


def create(name, requirements, app, stage):
    """Writes the list of a layer once all that it says could be built, for Lambda and for the stage.

    name  "": that of the first package
    ->    (name, record of the build for the stage); raises Problems, and then nothing is written
    """
    target, own = targets.of_app(app["settings"]), targets.of_stage(stage, app["settings"])
    with tempfile.TemporaryDirectory(prefix="pareto-layer-") as folder:
        with pip.failures_as_problems("", "", target):
            exact = [selection.pinned(one) for one in requirements]
            packages, direct = selection.suited_versions(exact, target, folder)
        name = name or direct.get(exact[0]) or layer_files.project(exact[0])
        complain_of_name(name)
        text = layer_files.pinned_text(exact, direct, packages)
        record = (builds.kept_record(name, text, target)
                  or builds.build(name, text, target, folder, packages))
        if own != target:
            record = builds.kept_record(name, text, own) or builds.build(name, text, own, folder)
    files.write_bytes(layer_files.requirements(name), text.encode())
    cli.say(f"{layer_files.requirements(name)} pins {len(packages)} package{'s' * (len(packages) > 1)}")
    return name, record


def complain_of_name(name):
    """Raises the Problems of a name that a layer cannot have, or shares its parameter with another's."""
    if not layer_files.NAME.fullmatch(name):
        raise problem("", 0, f"{name!r} cannot be a layer's name", "letters, digits, '-', '_' and '.', 100 at most")
    for other in layer_files.layer_names():
        if other != name and names.layer_parameter(other) == names.layer_parameter(name):
            raise problem(layer_files.requirements(other), 0,
                          f"the layers {other} and {name} would be one to the template",
                          "choose another name")


def delete(name, package):
    """Removes a layer's folder. Raises the Problems of a layer that a lambda names, or that there is not."""
    if name not in layer_files.layer_names():
        there = ", ".join(layer_files.layer_names()) or "none"
        raise problem("", 0, f"there is no layer {name}", f"there are: {there}")
    used = layer_files.users(package).get(name)
    if used:
        raise Problems(*(Problem(path, line, f"{lambda_} uses the layer {name}",
                                 "take it out of `layers:` first")
                         for lambda_, path, line in used))
    shutil.rmtree(Path(layer_files.requirements(name)).parent)
    cli.say(f"layer {name} deleted here; versions in the cloud stay: functions deployed earlier may use them")


@clients.told()
def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("package", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="where it is published")
    parser.add_argument("--pkg", default="", help="packages, with spaces between")
    parser.add_argument("--version", default="", help="of the one package")
    parser.add_argument("--name", default="", help="the layer's name (default: the package's)")
    parser.add_argument("--delete", action="store_true", help="delete the layer, if no lambda uses it")
    args = parser.parse_args(argv)
    requirements, said = asked(args.pkg, args.version), settings.read()
    if not (args.name or requirements):
        raise problem("", 0, "which package? say pkg=...", "make layer pkg=pyyaml")
    if args.delete:
        return delete(args.name or layer_files.project(requirements[0]), args.package or said["package"])
    if len(requirements) > 1 and not args.name:
        raise problem("", 0, "several packages need a name for their layer",
                      f"make layer name=web pkg=\"{args.pkg}\"")
    app = {"name": said["name"], "settings": said}
    target = targets.of_stage(args.stage, said)
    if requirements:
        name, record = create(args.name, requirements, app, args.stage)
    else:
        name, record = args.name, builds.built_record(args.name, target)
    layer_versions.ensure_bucket(app, args.stage)
    arns = layer_versions.publish(app, args.stage, {name: record})
    for each, output in layer_versions.outputs(arns).items():
        files.write_json(f"build/{args.stage}/layers/{each}.json", output)
    cli.say(f"next: `layers: [{name}]` in a lambda's infra: block, "
            f"then `make deploy{stages.said(args.stage)}`")


if __name__ == "__main__":
    cli.run(main)
