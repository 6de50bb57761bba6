"""The local cloud's part of the benchmark: start, requests, and the time from a write to its event."""
import concurrent.futures
import http.client
import json
import os
import signal
import socket
import statistics
import tempfile
import time
import urllib.parse
from pathlib import Path

import boto3

import measure_speed

REQUESTS, WARM_UP, WRITES = 500, 50, 30
PING = '''"""Answers.

infra:
  endpoint: {api: public, method: GET, path: /ping}
"""


def handler(event, context):
    return {"statusCode": 200, "body": "pong"}
'''
HEARD = '''"""Notes when it heard of a row.

infra:
  events:
    - name: stored
      source: {type: table, name: demo}
      topic: INSERT
      pattern: {pk: [SENT]}
"""
import os
import time

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])


def handler(event, context):
    now = str(time.time())
    for record in event["detail"]["records"]:
        table.put_item(Item={"pk": "HEARD", "sk": record["sk"], "at": now})
'''


def write_handlers(root):
    """Two lambdas in addition to the generated ones: one that answers, one that writes to the table invoke."""
    for name, source in (("ping", PING), ("heard", HEARD)):
        path = root / "lambdas" / name / "index.py"
        path.parent.mkdir()
        path.write_text(source)


def free_port():
    """A port nobody listens on just now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def request_times(url, count):
    """Seconds of each of `count` GETs over one kept connection."""
    parts, times = urllib.parse.urlsplit(url), []
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    for _ in range(count):
        started = time.perf_counter()
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(time.perf_counter() - started)
    connection.close()
    return times


def requests_per_second(url, threads=8):
    """GETs per second with eight connections."""
    started = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        done = sum(len(times) for times in pool.map(lambda _: request_times(url, REQUESTS // threads), range(threads)))
    return done / (time.perf_counter() - started)


def event_delays(endpoint, table_name):
    """Seconds from a put_item to the first line of the lambda that it invokes, for each of some writes."""
    table = boto3.resource("dynamodb", endpoint_url=endpoint, region_name="eu-west-1", aws_access_key_id="local",
                           aws_secret_access_key="local").Table(table_name)
    delays = []
    for number in range(WRITES):
        sent = time.time()
        table.put_item(Item={"pk": "SENT", "sk": str(number)})
        item = None
        while item is None and time.time() < sent + 20:
            item = table.get_item(Key={"pk": "HEARD", "sk": str(number)}).get("Item")
            time.sleep(0.01)
        delays.append(float(item["at"]) - sent)
    return delays[WRITES // 5:]


def row(name, value, unit, note=""):
    """One line of the table."""
    print(f"{name:<46}{value:>9.1f} {unit:<5} {note}")


def print_requests(name, url, first=None):
    """First, warm and concurrent requests of one server; returns the warm median in seconds."""
    first = request_times(url, 1)[0] if first is None else first
    request_times(url, WARM_UP)
    warm = sorted(request_times(url, REQUESTS))
    row(f"{name}: first request", first * 1000, "ms")
    row(f"{name}: warm p50", statistics.median(warm) * 1000, "ms")
    row(f"{name}: warm p99", warm[int(len(warm) * 0.99)] * 1000, "ms")
    row(f"{name}: requests per second, 8 at once", requests_per_second(url), "1/s")
    return statistics.median(warm)


def print_cloud(app_folder, with_peers):
    """The table of the local cloud, with a deployed app of ten generated lambdas and two of our own."""
    with tempfile.TemporaryDirectory() as folder:
        root, port = app_folder(Path(folder) / "app", 10), f"port={free_port()}"
        write_handlers(root)
        try:
            print_ours(root, port)
            if with_peers:
                print_sandbox(Path(folder) / "arc")
        finally:
            measure_speed.make(root, "stop")


def print_ours(root, port):
    """Start, deploy, requests and delays of our own local cloud."""
    print()
    measure_speed.make(root, "template")
    row("local cloud: start until ready", measure_speed.make(root, "local", port)[0] * 1000, "ms")
    row("first deploy (12 lambdas), cloud running", measure_speed.make(root, "deploy", port)[0] * 1000, "ms")
    row("deploy again, nothing changed", measure_speed.make(root, "deploy", port)[0] * 1000, "ms")
    index = root / "lambdas" / "ping" / "index.py"
    index.write_text(index.read_text() + "# a change\n")
    row("deploy again, one lambda changed", measure_speed.make(root, "deploy", port)[0] * 1000, "ms")
    outputs = json.loads((root / "build/local/stack.json").read_text())["outputs"]
    cloud = json.loads((root / "build/local/cloud.json").read_text())
    parts = urllib.parse.urlsplit(outputs["ApiUrl"])
    url = f"{cloud['endpoint']}/_aws/execute-api/{parts.hostname.split('.')[0]}{parts.path.rstrip('/')}/ping" \
        if "execute-api." in parts.hostname else outputs["ApiUrl"].rstrip("/") + "/ping"
    print_requests("local cloud", url)
    delays = sorted(event_delays(cloud["endpoint"], outputs["DemoTableName"]))
    row("table write until the lambda runs, p50", statistics.median(delays) * 1000, "ms")
    row("table write until the lambda runs, worst", delays[-1] * 1000, "ms")
    row("memory of the local cloud and its lambdas", memory_of_group(cloud["pid"]), "MB")


def memory_of_group(pid):
    """MB of the process and all that came from it (proportional: shared pages once), on Linux; else 0."""
    total, parents = 0, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    for member in family:
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except OSError:
            continue
    return total / 1024


def print_sandbox(root):
    """The same requests to Architect's sandbox, measured in the same run."""
    import peers
    peers.write_sandbox_app(root)
    process, url = peers.start_sandbox(root, free_port())
    try:
        print_requests("architect sandbox", url)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
