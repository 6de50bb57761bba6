"""Every resource type that the local cloud supports: {"AWS::SQS::Queue": Kind, ...}."""
import importlib
import pkgutil

from localcloud.cloudformation.kind import Kind

TYPES: dict[str, Kind] = {
    name: kind for module in pkgutil.iter_modules(__path__)
    for name, kind in importlib.import_module(f"{__name__}.{module.name}").TYPES.items()}
