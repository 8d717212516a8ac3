"""Submitting an edit: a new assessment with a citation and a tag on a fresh claim, each a 201."""

import json

from bench import servers, wrk
from bench.reads import constant
from bench.stage import CONNECTIONS, Desk, Run, Stage
from bench.table import Line, at_least, line, ratio
from bench.world import AUTHORS, key_of

GOAL = 0.08
MOST_A_SECOND = 2_000
"""More submits than a second can hold: as many fresh claims are there for each second of a run."""

PROPOSAL = {
    "rating": "mostly_true",
    "rationale": "The ledger of the year says 8.9, and the council's own report says the same.",
    "tags": ["statistic"],
    "submit": True,
}

# A thread of wrk has one connection, one author, and claims that nobody else has.
SUBMIT = """
local keys, first, share = %(keys)s, %(first)d, %(share)d
local sent = 0
function request()
  local claim = first + (number - 1) * share + sent %% share
  sent = sent + 1
  local body = string.gsub(%(body)s, "@", claim)
  return wrk.format("POST", "/api/v1/claims/" .. claim .. "/edits",
    {["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. keys[number]}, body)
end
"""


class Submits:
    """Runs of submits, each on claims that no run before had."""

    def __init__(self, stage: Stage, desk: Desk) -> None:
        self.stage, self.desk = stage, desk
        self.next = desk.world.verdicts + 1

    def __call__(self, connections: int) -> wrk.Measured:
        """One run. Raises Failed unless every answer is a 201."""
        share = claims_of_a_run(self.stage) // connections
        citation = {"url": "https://example.org/ledgers/new/@", "stance": "supports"}
        body = json.dumps(PROPOSAL | {"citations": [citation | {"quote": "8.9 million"}]})
        given = {
            "keys": "{" + ", ".join(f'"{key_of(n)}"' for n in range(1, AUTHORS + 1)) + "}",
            "first": self.next,
            "share": share,
            "body": json.dumps(body),
        }
        self.next += claims_of_a_run(self.stage)
        script = SUBMIT % given + wrk.EXPECT % 201
        return self.stage.load(self.desk.server, script, connections, threads=connections)


def claims_of_a_run(stage: Stage) -> int:
    """How many fresh claims one run may use."""
    return int(MOST_A_SECOND * max(1, stage.seconds))


def run(stage: Stage) -> list[Line]:
    """Submits beside the constant of the size of their answer."""
    lines: list[Line] = []
    fresh = claims_of_a_run(stage) * (stage.runs * len(CONNECTIONS) + 1)
    stage.filled("SQLite", "floor", verdicts=100)
    for kind in stage.kinds:
        url, world = stage.filled(kind, "writes", verdicts=100, fresh=fresh)
        with stage.served(kind, url, world) as desk:
            lines += _measure(stage, desk, Submits(stage, desk))
    return lines


def _measure(stage: Stage, desk: Desk, submits: Submits) -> list[Line]:
    lines = []
    size = _size_of_answer(desk)
    with servers.floors(stage.file_of("floor"), [size], stage.folder) as floors:
        for connections in CONNECTIONS:
            stage.say(f"Submitting edits, {connections} connections")
            things: dict[str, Run] = {"ours": submits, "constant": constant(stage, floors, size)}
            found = stage.side_by_side(things, connections)
            figure = ratio(found["ours"], found["constant"])
            what = f"{desk.kind}: submit of an edit, answer {size:,} bytes"
            shown, goal = f"{figure:.3f} of constant", at_least(figure, GOAL)
            lines += [
                line(what, connections, found["ours"], ratios=shown, goal=goal),
                line("  floor, constant", connections, found["constant"]),
            ]
    return lines


def _size_of_answer(desk: Desk) -> int:
    citation = {"url": "https://example.org/ledgers/first", "stance": "supports"}
    body = PROPOSAL | {"citations": [citation | {"quote": "8.9 million"}]}
    path = f"/api/v1/claims/{desk.world.claims}/edits"
    status, answer = servers.ask(
        desk.server.port, "POST", path, body=json.dumps(body).encode(), key=key_of(1)
    )
    if status != 201:
        raise wrk.Failed(f"POST {path} answered {status}: {answer[:300]!r}")
    return len(answer)
