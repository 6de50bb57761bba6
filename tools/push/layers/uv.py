"""uv, where it is installed, finds the versions that suit a target: pip is several times slower at that.

pip fetches the wheels all the same, so the same versions give the same zip. What uv cannot do pip tries
again, and says why if it cannot either. uv has its own settings: an index that is said to pip only is not
known to it.
"""
import os
import shutil
import subprocess

from push.layers import layer_files, targets, wheels


def versions(requirements, target, folder):
    """{"flask": "3.1.3"} of all that meets the requirements; None without uv, or if it fails.

    folder  where wheels lie that were built here
    """
    program = shutil.which("uv")
    if not program:
        return None
    done = subprocess.run([program, "pip", "compile", *flags(target), "--find-links", str(folder), "-"],
                          input="\n".join(requirements), capture_output=True, text=True)
    if done.returncode:
        return None
    built = dict(wheels.named(os.path.basename(one)) for one in requirements if one.endswith(".whl"))
    found = [line.split("==") for _number, line in layer_files.lines("", done.stdout)
             if not layer_files.is_direct(line)]
    return {**built, **{layer_files.project(name): version for name, version in found}}


def flags(target):
    """uv's arguments for a target that is not this machine."""
    glibc = "2_28" if targets.minor(target) >= 12 else "2_17"  # the nearest below that uv knows
    return ["--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:",
            "--python-version", target["python"],
            "--python-platform", f"{target['machine']}-manylinux_{glibc}"]
