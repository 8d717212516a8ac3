"""Load with wrk, and what it measured."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_END = 30
"""What wrk may take beyond the seconds it was told to run."""

# Each thread of wrk is one Lua state: it counts by itself, and `done` adds up. Looking at an answer
# costs wrk time, so reads let wrk count what is not 2xx or 3xx, and only writes look.
SCRIPT = """
local everyone = {}
function setup(thread)
  table.insert(everyone, thread)
  thread:set("number", #everyone)
end
wrong, refused = 0, ""
%(body)s
function done(summary, latency)
  local errors = summary.errors
  local odd = 0
  for _, thread in ipairs(everyone) do
    odd = odd + thread:get("wrong")
    if thread:get("refused") ~= "" then io.write("REFUSED ", thread:get("refused"), "\\n") end
  end
  io.write(string.format(
    'RESULT {"requests": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.timeout + math.max(errors.status, odd)))
end
"""

EXPECT = """
function response(status, headers, body)
  if status ~= %d then wrong = wrong + 1; refused = status .. " " .. string.sub(body, 1, 300) end
end
"""

READ = """
local paths = {%(paths)s}
function init() math.randomseed(%(seed)d + number) end
function request()
  local path = paths[math.random(#paths)]
  return wrk.format("GET", string.format(path, math.random(1, %(most)d)), %(headers)s)
end
"""


class Failed(Exception):
    """A benchmark that must not pass for a result, in one line."""


@dataclass(frozen=True)
class Measured:
    """What one run of wrk measured; p50 and p99 in milliseconds.

    `cpu` is the processor time of the server for a request, in microseconds: steadier than the rate
    where others use the machine.
    """

    requests: int
    seconds: float
    p50: float
    p99: float
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def check_installed() -> None:
    """Raise Failed with one sentence where wrk is missing."""
    if shutil.which("wrk") is None:
        raise Failed("The benchmarks need wrk: install it (on Debian: apt install wrk).")


def reading(paths: Sequence[str], *, most: int = 1, key: str | None = None, seed: int = 1) -> str:
    """A script that reads any of the paths, in which `%d` varies over 1..most."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    given = {"most": most, "seed": seed, "headers": _table(headers)}
    return READ % (given | {"paths": ", ".join(json.dumps(path) for path in paths)})


def _table(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in values.items()) + "}"


def run(
    url: str, script: str, *, connections: int, seconds: float, folder: Path, threads: int = 1
) -> Measured:
    """Run wrk once. Raises Failed when anything but the wanted answers came."""
    file = folder / "script.lua"
    file.write_text(SCRIPT % {"body": script})
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
    process = subprocess.Popen(
        [*command, "--timeout", "10s", "-s", file, url],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds + SECONDS_TO_END)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return _read(output, url)


def _read(output: str, url: str) -> Measured:
    lines = [line for line in output.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise Failed(f"wrk failed on {url}: {output.strip()[-300:]}")
    found = json.loads(lines[-1].removeprefix("RESULT "))
    if not found["requests"]:
        raise Failed(f"{url}: no answer in {found['seconds']:.0f} seconds.")
    if found["errors"]:
        refused = [line for line in output.splitlines() if line.startswith("REFUSED ")]
        raise Failed(f"{url}: {found['errors']} errors in {found['requests']} requests. {refused}")
    return Measured(found["requests"], found["seconds"], found["p50"], found["p99"])
