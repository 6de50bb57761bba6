"""The layers that lambdas of an app use, built for a stage."""
from aws.app import AppModel
from kit.problems import Problems
from push import zips
from push.layers import layer_versions
from recipes import layer


def records(app: AppModel, stage: str, packed: dict[str, list[str]]) -> dict[str, dict]:
    """{name: record of builds} of the layers that lambdas use, built if necessary. Raises Problems, of sizes too.

    packed  {lambda: the files of its zip}
    """
    used = layer.members(app)
    if not used:
        return {}
    from push.layers import builds, targets  # 60 ms, and most apps have no layer
    built_for = {name: targets.of_stage(stage, own) for name, own in layer.settings_by_layer(app).items()}
    built = builds.all_built(used, built_for)
    problems = [problem for name, fn in app["lambdas"].items() for problem in layer_versions.size_problems(
        fn, zips.size(packed[name]), built, layer.attached(app, fn))]
    if problems:
        raise Problems(*problems)
    return built
