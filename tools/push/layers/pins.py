"""The list of a layer, as `make layer` writes it: what was asked for, then what that needs, all pinned."""
import re

from push.layers import layer_files

NEEDED = "# what they need"


def text(exact, direct, packages):
    """The text of a requirements.txt.

    exact     what was asked for: ["flask>=3", "shapes @ git+https://x@1f2e..."]
    direct    {those that say where they come from: their name}
    packages  {name: version} of all
    """
    asked = {direct.get(one) or layer_files.project(one): one for one in exact}
    first = [one if one in direct else pin(one, packages) for one in exact]
    rest = [f"{name}=={version}" for name, version in sorted(packages.items()) if name not in asked]
    return "\n".join([*first, *([NEEDED, *rest] if rest else [])]) + "\n"


def pin(requirement, packages):
    """"requests[socks]<3" -> "requests[socks]==2.34.2"."""
    return f"{bare(requirement)}=={packages[layer_files.project(requirement)]}"


def asked(text):
    """What a list was made for, without versions: ["flask", "requests[socks]"]; direct ones as they are."""
    first = text.split(NEEDED)[0]
    said = [line for _number, line in layer_files.lines("", first)]
    return [one if layer_files.is_direct(one) else bare(one) for one in said]


def bare(requirement):
    """"requests[socks]==2.34.2" -> "requests[socks]"."""
    extras = re.search(r"\[[^]]*\]", requirement)
    return layer_files.project(requirement) + (extras[0] if extras else "")
