"""How a client prefers the container to be represented: the `Prefer` header (RFC 7240). Pure."""

from dataclasses import dataclass

from werkzeug.http import parse_list_header, parse_options_header

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"


@dataclass(frozen=True, slots=True)
class Form:
    """How the container is shown: whether with IRIs or with annotations, and whether with none.

    `applied` says that a preference was followed.
    """

    iris: bool
    minimal: bool
    applied: bool


def form_of(header: str, iris: bool | None) -> Form:
    """The form that the header asks for, with annotations unless it says otherwise.

    `iris` is what the address itself names, which goes before the header. Whoever asks for both
    IRIs and annotations asks for neither: they exclude each other.
    """
    included = _included(header)
    asked = included & {IRIS, DESCRIPTIONS}
    wanted = IRIS in asked if len(asked) == 1 else None
    chosen = iris if iris is not None else bool(wanted)
    minimal = MINIMAL in included
    return Form(chosen, minimal, applied=minimal or wanted is chosen)


def _included(header: str) -> frozenset[str]:
    """What the first `return=representation` asks to include; other preferences are ignored."""
    tight = "=".join(part.strip() for part in header.split("="))  # blanks may stand around it
    for preference in parse_list_header(tight):
        name, parameters = parse_options_header(preference)
        if name.lower().startswith("return="):
            is_representation = name.lower() == "return=representation"
            return frozenset(parameters.get("include", "").split() if is_representation else ())
    return frozenset()
