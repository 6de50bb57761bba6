"""The declarations of all types of resources of the local cloud."""
from localcloud.cloudformation.resources import TYPES


def test_the_replacing_properties_of_every_type_are_supported():
    for type_, kind in TYPES.items():
        supported = set(kind.properties.split())
        assert kind.name in supported | {""}, type_
        assert kind.replacing == "*" or set(kind.replacing.split()) <= supported, type_
        assert not supported & set(kind.ignored.split()), type_
