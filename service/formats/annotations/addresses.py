"""Where annotations, their container and its pages are, and how other pages point there. Pure."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.settings import Settings

ANNOTATION_SERVICE = "http://www.w3.org/ns/oa#annotationService"


def annotation_url(settings: "Settings", claim_id: int) -> str:
    """The IRI of the annotation of a claim: the same after a retraction and a republication."""
    return f"{settings.base_url}/annotations/{claim_id}"


def container_url(settings: "Settings", *, iris: bool) -> str:
    """The container in one of its two forms: with IRIs of annotations, or with annotations."""
    return f"{settings.base_url}/annotations/?iris={int(iris)}"


def page_url(settings: "Settings", number: int, *, iris: bool) -> str:
    """A page of the container in one of its two forms."""
    return f"{container_url(settings, iris=iris)}&page={number}"


def service_link(settings: "Settings") -> str:
    """The `Link` header by which a page of ours says where the annotations are."""
    return f'<{settings.base_url}/annotations/>; rel="{ANNOTATION_SERVICE}"'
