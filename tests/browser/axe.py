"""What axe says of the states of a scene, and whether they scroll sideways."""

from collections import defaultdict

from axe_playwright_python.base import AXE_SCRIPT

WAYS = [(1280, "light"), (390, "dark")]
"""How a page is looked at: its states take turns, and one that is alone is looked at in both ways.
A look takes a second or two, and the states of a page have most of it in common."""

NARROWEST = 320
RUN = """axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
  .then((found) => found.violations)"""


LET_GO = """document.querySelectorAll(".panel-foot, .decide, .keys--foot")
  .forEach((foot) => { foot.style.position = "static"; })"""
"""What sticks to an edge lies over what scrolls below it: axe takes that for covered for good."""


def found_on(page, width, scheme):
    """What axe finds at this width, in a line each."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    violations = page.evaluate(RUN)
    return [
        f"{width} {scheme}: {each['id']} {node['target']} {node['failureSummary']}"
        for each in violations
        for node in each["nodes"][:3]
    ]


def ways_of(states):
    """In which of WAYS each state is looked at, by its name."""
    by_page = defaultdict(list)
    for state in states:
        by_page[state.page].append(state.name)
    return {
        name: [WAYS[place % 2]] if len(names) > 1 else WAYS
        for names in by_page.values()
        for place, name in enumerate(names)
    }


def check(stage, states):
    """Look at each state; tell of all that is wrong at once."""
    wrong, ways = {}, ways_of(states)
    stage.desktop.troubles.clear()
    for state in states:
        page = stage.show(state)
        found = []
        if "long" not in state.extra:  # of thousands alike, one says what all would say
            page.evaluate(AXE_SCRIPT)
            page.evaluate(LET_GO)
            found = [line for way in ways[state.name] for line in found_on(page, *way)]
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            found.append(f"{width} pixels wide at {NARROWEST}")
        if found:
            wrong[state.name] = found
        stage.leave(page)
    assert wrong == {}, wrong
    assert stage.desktop.troubles == [], stage.desktop.troubles
