"""Cold start: from the command to the first good answer."""

from statistics import median

from bench.stage import Stage
from bench.table import Line, at_most

GOAL = 3.0


def run(stage: Stage) -> list[Line]:
    """Seconds until a verdict can be read."""
    lines = []
    for kind in stage.kinds:
        url, world = stage.filled(kind, "start", verdicts=100)
        seconds = []
        for _ in range(stage.runs):
            with stage.served(kind, url, world) as desk:
                seconds.append(desk.server.seconds_to_start)
        shown = median(seconds)
        lines.append(
            Line(
                f"{kind}: cold start to the first verdict",
                rate=f"{shown:.2f} s",
                ratios=f"{min(seconds):.2f} to {max(seconds):.2f}",
                goal=at_most(shown, GOAL, f"< {GOAL:g} s"),
            )
        )
    return lines
