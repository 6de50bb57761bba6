"""The template of the app as a stage gets it, the same for push, deploy and diff."""
from typing import Any

from aws import cfn, clients
from aws.app import AppModel
from kit import cli, names
from recipes import image, own_resources


def read(app: AppModel, path: str, stage: str, is_verbose: bool) -> dict[str, Any]:
    """The template in a file; for the local cloud with zips in place of images, and without unsupported resources.

    is_verbose  print a warning for each resource that is left out
    """
    template = cfn.read_template(path)
    if stage != clients.LOCAL:
        return template
    if any(names.is_image(app, name) for name in app["lambdas"]):
        template = image.without_images(template, app["settings"])
    if not own_resources.added(app):
        return template
    from localcloud.cloudformation import absent_types  # slow to import, and most apps have none of their own
    template, skipped = absent_types.local_template(app, template)
    for skipped_resource in skipped if is_verbose else ():
        cli.say(f"warning: {skipped_resource}")
    return template
