"""A handler writes to /tmp and to nothing else, as on Lambda."""
import os
import sys
import uuid

import pytest

from localcloud.functions import writable

WRITES = """import os, shutil, subprocess, tempfile
def handler(event, context):
    path = event["path"]
    try:
        if event["how"] == "file":
            with open(path, "w") as file:
                file.write("x")
        elif event["how"] == "folder":
            os.makedirs(path)
        elif event["how"] == "child":
            subprocess.run(["touch", path], check=True, stderr=subprocess.DEVNULL)
        elif event["how"] == "rename":
            with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
                open(f"{one}/a", "w").close()
                os.rename(f"{one}/a", f"{two}/b")
                os.truncate(f"{two}/b", 0)
                shutil.move(f"{two}/b", path)
    except (OSError, subprocess.CalledProcessError) as error:
        return type(error).__name__
    return "written"
"""


@pytest.fixture(scope="module")
def writes(local_cloud):
    """The LocalCloud with the function that writes."""
    local_cloud.function("writes", WRITES)
    return local_cloud


@pytest.mark.skipif(not writable.is_supported(), reason="only Linux 6.2 and later restrict writes")
@pytest.mark.parametrize("how", ["file", "folder", "child", "rename"])
@pytest.mark.parametrize("folder, is_writable", [("/tmp", True), ("/var/tmp", False)])
def test_only_tmp_is_writable(writes, how, folder, is_writable):
    path = f"{folder}/pareto-{uuid.uuid4()}"
    result = writes.invoke("writes", {"path": path, "how": how})
    assert (result == "written", os.path.exists(path)) == (is_writable, is_writable)
    if is_writable:
        os.rmdir(path) if how == "folder" else os.remove(path)


@pytest.mark.skipif(sys.platform != "linux", reason="the devices of Linux")
def test_devices_are_writable(writes):
    assert writes.invoke("writes", {"path": "/dev/null", "how": "file"}) == "written"


def test_modules_are_compiled_once_outside_the_code(local_cloud):
    local_cloud.function("compiled", {"index.py": "import other\ndef handler(event, context): return other.__cached__, other.__file__\n",
                                      "other.py": "x = 1\n"})
    cached, source = local_cloud.invoke("compiled")
    assert os.path.exists(cached) and not os.path.exists(os.path.join(os.path.dirname(source), "__pycache__"))
