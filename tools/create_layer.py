#!/usr/bin/env python3
"""Creates a layer, or updates its pinned versions: layers/<name>/requirements.txt, its zip, its version in the cloud.

    create_layer.py lambdas --pkg pyyaml [--version 6.0.3]
    create_layer.py lambdas --name web --pkg "requests flask" --stage dev
    create_layer.py lambdas --pkg git+https://github.com/a/b | ./libs/shapes | ./libs/x.whl
    create_layer.py lambdas --name web             builds and publishes the layer from its requirements.txt
    create_layer.py lambdas --pkg pyyaml --delete
"""
import re
import shutil
from pathlib import Path

from aws import clients, stages
from kit import cli, files, names, settings
from kit.problems import Problem, Problems, problem
from push import scratch
from push.layers import builds, layer_files, layer_versions, pip, selection, targets

PLAIN = re.compile(r"[A-Za-z0-9._-]+(\[[A-Za-z0-9._,-]+\])?")  # flask, flask[async]


def requirement_lines(pkg, version):
    """["requests", "flask"] from the text that a person typed. Raises Problems."""
    packages = re.sub(r" ?(===|[=!~<>]=|[<>,]) ?", r"\1", " ".join(pkg.split())).split()  # "flask >= 3" is one
    if version and len(packages) == 1 and PLAIN.fullmatch(packages[0]):
        packages, version = [f"{packages[0]}=={version}"], ""
    problems = [Problem("", 0, *fault) for fault in map(layer_files.requirement_problem, packages) if fault]
    if version and not problems:
        problems = [Problem("", 0, "version= needs a single package, given by its name", 'pkg="flask==3.1 requests<3"')]
    if problems := problems or layer_files.local_path_problems("", [(0, package) for package in packages]):
        raise Problems(*problems)
    return packages


def create(name, requirements, app, stage):
    """Write requirements.txt of a layer once it could be built for Lambda and for the stage.

    name  "": the name of the first package
    ->    (name, record of the build for the stage); raises Problems, and then writes nothing
    """
    target, stage_target = targets.of_app(app["settings"]), targets.of_stage(stage, app["settings"])
    with scratch.scratch_folder() as folder:
        with pip.failures_as_problems("", "", target):
            exact = [selection.pinned(requirement) for requirement in requirements]
            packages, direct = selection.suited_versions(exact, target, folder)
        name = name or direct.get(exact[0]) or layer_files.project(exact[0])
        check_name(name)
        text = layer_files.pinned_text(exact, direct, packages)
        record = builds.cached_record(name, text, target) or builds.build(name, text, target, folder, packages)
        if stage_target != target:
            record = builds.cached_record(name, text, stage_target) or builds.build(name, text, stage_target, folder)
    files.write_bytes(layer_files.requirements(name), text.encode())
    cli.say(f"{layer_files.requirements(name)} pins {names.quantity(len(packages), 'package')}")
    return name, record


def check_name(name):
    """Raises Problems for a name that a layer cannot have, or whose parameter another layer has."""
    if not layer_files.NAME.fullmatch(name):
        raise problem("", 0, f"{name!r} cannot be a layer's name", "letters, digits, '-', '_' and '.', 100 at most")
    for present in layer_files.layer_names():
        if present != name and names.layer_parameter(present) == names.layer_parameter(name):
            raise problem(layer_files.requirements(present), 0,
                          f"the layers {present} and {name} would have the same name in the template",
                          "choose another name")


def only_project(requirements):
    """The name of the layer that pkg= names for a deletion. Raises Problems if it is not a single package's name."""
    if len(requirements) > 1:
        raise problem("", 0, f"delete=1 deletes a single layer, and pkg= names {len(requirements)}",
                      "`make layer name=... delete=1`")
    if not layer_files.project(requirements[0]) or layer_files.is_local(requirements[0]):
        raise problem("", 0, f"{requirements[0]} is the name of no layer",
                      "`make layer name=... delete=1`; `make layers` lists them")
    return layer_files.project(requirements[0])


def delete(name, package):
    """Remove a layer's folder. Raises Problems if the layer does not exist, or a lambda uses it."""
    if name not in layer_files.layer_names():
        names_ = ", ".join(layer_files.layer_names()) or "none"
        raise problem("", 0, f"there is no layer {name}", f"there are: {names_}")
    used = layer_files.users(package).get(name)
    if used:
        raise Problems(*(Problem(path, line, f"{lambda_} uses the layer {name}",
                                 "take it out of `layers:` first")
                         for lambda_, path, line in used))
    shutil.rmtree(Path(layer_files.requirements(name)).parent)
    cli.say(f"layer {name} deleted here; versions in the cloud stay: functions deployed earlier may use them")


@clients.errors_as_problems()
def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("package", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--stage", type=stages.stage, default=clients.LOCAL, help="the stage to publish it in")
    parser.add_argument("--pkg", default="", help="packages, with spaces between")
    parser.add_argument("--version", default="", help="of the one package")
    parser.add_argument("--name", default="", help="the layer's name (default: the package's)")
    parser.add_argument("--delete", action="store_true", help="delete the layer, if no lambda uses it")
    args = parser.parse_args(argv)
    requirements, app_settings = requirement_lines(args.pkg, args.version), settings.read()
    if not (args.name or requirements):
        raise problem("", 0, "which package? write pkg=...", "make layer pkg=pyyaml")
    if args.delete:
        return delete(args.name or only_project(requirements), args.package or app_settings["package"])
    if len(requirements) > 1 and not args.name:
        raise problem("", 0, "several packages need a name for their layer", f"make layer name=web pkg=\"{args.pkg}\"")
    app = {"name": app_settings["name"], "settings": app_settings}
    target = targets.of_stage(args.stage, app_settings)
    if requirements:
        name, record = create(args.name, requirements, app, args.stage)
    else:
        check_name(args.name)
        name, record = args.name, builds.built_record(args.name, target)
    layer_versions.ensure_bucket(app, args.stage)
    arns = layer_versions.publish(app, args.stage, {name: record})
    for layer, output in layer_versions.outputs(arns).items():
        files.write_json(f"build/{args.stage}/layers/{layer}.json", output)
    cli.say(f"next: `layers: [{name}]` in a lambda's infra: block, then `make deploy{stages.variable(args.stage)}`")


if __name__ == "__main__":
    cli.run(main)
