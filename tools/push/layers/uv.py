"""uv, if it is installed, chooses the versions for a target: pip takes several times as long.

pip still fetches the wheels, so the same versions give the same zip. If uv fails, pip tries again, and reports the
reason if it fails too. uv has its own settings: it does not use an index that only pip's settings name.
"""
import os
import shutil
import subprocess

from push.layers import layer_files, targets, wheels


def versions(requirements: list[str], target: dict, folder: str) -> dict | None:
    """{"flask": "3.1.3"} of all packages that the requirements need; None without uv, or if it fails.

    folder  where wheels lie that were built here
    """
    program = shutil.which("uv")
    if not program:
        return None
    done = subprocess.run([program, "pip", "compile", *flags(target), "--find-links", str(folder), "-"],
                          input="\n".join(requirements), capture_output=True, text=True)
    if done.returncode:
        return None
    built_versions = dict(wheels.name_and_version(os.path.basename(requirement))
                          for requirement in requirements if requirement.endswith(".whl"))
    pins = [line.split("==") for _number, line in layer_files.lines("", done.stdout) if not layer_files.is_direct(line)]
    return {**built_versions, **{layer_files.project(name): version for name, version in pins}}


def flags(target: dict) -> list[str]:
    """[argument] of uv for a target that is not this machine."""
    glibc = "2_28" if targets.minor(target) >= 12 else "2_17"  # the nearest below that uv knows
    return ["--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:",
            "--python-version", target["python"],
            "--python-platform", f"{target['machine']}-manylinux_{glibc}"]
