"""Web pages to fetch and to upload."""


def page_of(title: str, text: str, head: str = "") -> str:
    """A page of the web with this article, its headline first; blocks are parted by blank lines."""
    headline, *paragraphs = text.split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body><article><h1>{headline}</h1>{body}</article></body></html>"
    )
