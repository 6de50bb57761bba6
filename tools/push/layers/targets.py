"""The target for which a layer is built: Python and processor, those of the app on AWS or of this machine."""
import platform
import sys
import sysconfig

from aws.app import AppSettings
from kit.settings import Settings

OLD = (2, 26)  # glibc of Amazon Linux 2, that Lambda's Python 3.9 to 3.11 run on
NEW = (2, 34)  # of Amazon Linux 2023: docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
OLDEST = (2, 17)  # manylinux2014; before it there was no wheel for arm64
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}


def of_app(settings: AppSettings | Settings) -> dict:
    """The target of Lambda: {"name": "python3.13-arm64", "python": "3.13", "machine": "aarch64", "here": False}"""
    python = settings["runtime"].removeprefix("python")
    machine = MACHINES[settings["architecture"]]
    return {"name": f"python{python}-{settings['architecture']}", "python": python, "machine": machine, "here": False}


def this_machine() -> dict:
    """This machine, where the local cloud and the tests run:
    {"name": "here-python3.13-linux_x86_64", "python": "3.13", "machine": "x86_64", "here": True}"""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    system = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return {"name": f"here-python{python}-{system}", "python": python, "machine": platform.machine(), "here": True}


def of_stage(stage: str, settings: AppSettings | Settings) -> dict:
    """The target of the functions of a stage. A layer built for Lambda also runs on a similar Linux."""
    return this_machine() if stage == "local" else of_app(settings)


def described(target: dict) -> str:
    """The text of a target in a message: "Python 3.13 on arm64"."""
    machine = {"aarch64": "arm64"}.get(target["machine"], target["machine"])
    return f"Python {target['python']} on {machine}" + (" (this machine)" if target["here"] else "")


def platforms(target: dict) -> list[str]:
    """The tags of wheels that run there, the best first: ["manylinux_2_34_aarch64", ...]

    pip knows that a Linux runs wheels for an older one, but not where --platform names one.
    """
    machine = target["machine"]
    newest = NEW if minor(target) >= 12 else OLD
    tags = [f"manylinux_{newest[0]}_{minor_version}_{machine}" for minor_version in range(newest[1], OLDEST[1] - 1, -1)]
    older = ["manylinux_2_12", "manylinux2010", "manylinux_2_5", "manylinux1"] if machine == "x86_64" else []
    return [*tags, *(f"{tag}_{machine}" for tag in ["manylinux2014", *older])]


def minor(target: dict) -> int:
    """The minor version of a target's Python: 13 of "3.13"."""
    return int(target["python"].split(".")[1])


def flags(target: dict) -> list[str]:
    """[argument] of pip for a target that is not this machine."""
    if target["here"]:
        return []
    arguments = ["--only-binary=:all:", "--implementation", "cp", "--python-version", target["python"],
                 "--abi", f"cp3{minor(target)}"]
    return arguments + [word for tag in platforms(target) for word in ("--platform", tag)]


def markers(target: dict) -> dict[str, str]:
    """The values of a requirement's markers there: `; python_version < "3.12"`.

    https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
    """
    return {"implementation_name": "cpython", "implementation_version": f"{target['python']}.0",
            "os_name": "posix", "platform_machine": target["machine"],
            "platform_python_implementation": "CPython", "platform_release": "",
            "platform_system": "Linux", "platform_version": "",
            "python_full_version": f"{target['python']}.0", "python_version": target["python"],
            "sys_platform": "linux"}
