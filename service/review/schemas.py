"""The shapes of what the addresses and forms of the review pages carry."""

from service.http.bodies import Shape
from service.http.fields import Id


class EditPageArgs(Shape):
    """Which rival stands beside the edit, and after which comment the list goes on."""

    beside = Id(strict=False)
    comments_after = Id(strict=False)


class Seen(Shape):
    """What was on screen: the edit's revision, and the assessment that it proposed."""

    revision = Id(strict=False, allow_none=True)
    proposed = Id(strict=False, allow_none=True)
