"""The names that the next deploy serves, without a call: make diff compares them with the stack's.

A deploy first runs setup_domain.py, which requests missing certificates. Until then their ARNs, and the id of the zone,
are unknown.
"""
from pathlib import Path

from aws import stacks
from aws.app import AppModel
from domain import domain_file
from kit import files
from recipes import domain as recipe

UNKNOWN = "known after the deploy"  # a zone, or a certificate, that neither the stack nor this machine knows


def parameters(app: AppModel, stage: str, present: dict[str, str]) -> dict[str, str]:
    """{parameter: value} of a stage's host names; {} if it has none. Raises Problems of the domain's file.

    present  {parameter: value} of the stack
    """
    domain = recipe.of(app)
    if not domain or not Path(domain_file.path(domain)).exists():
        return {}
    domain_settings = domain_file.read(app, domain)
    if stage not in domain_settings["stages"]:
        return {}
    record, defaults = Path(f"build/{stage}/domains/{domain}.json"), recipe.parameters(app)
    recorded = {name: value for name, value in present.items() if value != defaults.get(name, {}).get("Default")}
    if record.exists():
        recorded |= files.read_json(record, shape=stacks.ParameterRecord)["parameters"]
    hosts = domain_file.hosts(app, domain, domain_settings, stage)
    values = recipe.values(app, UNKNOWN, hosts["api"], hosts["sites"], {"api": UNKNOWN, "edge": UNKNOWN})
    return {name: recorded.get(name, value) if value == UNKNOWN else value for name, value in values.items()}
