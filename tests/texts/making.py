"""Makes small files as programs make them, for the tests of their readers."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

from service.texts.extract import Extract
from service.vocabulary import BlockKind

Lines = Iterable[tuple[float, float, float, str]]
"""Of a page: left and bottom in points, size of the letters, text."""


def blocks_of(extract: Extract) -> list[tuple[BlockKind, int | None, str]]:
    """The blocks of a file that knows of some, with what stands in them."""
    assert extract.blocks is not None
    return [(each.kind, each.level, extract.text[each.start : each.end]) for each in extract.blocks]


def well_formed(extract: Extract) -> bool:
    """Whether its blocks are in order and inside the text, none empty or with space at its ends,
    as everything that cuts a text relies on."""
    position = 0
    for block in extract.blocks or []:
        body = extract.text[block.start : block.end]
        if not position <= block.start < block.end <= len(extract.text) or body != body.strip():
            return False
        position = block.end
    return True


def pdf(
    pages: Iterable[Lines],
    info: Mapping[str, str] | None = None,
    trailer: str = "",
) -> bytes:
    """A PDF in Helvetica, on pages of 400 by 600 points."""
    streams = []
    for lines in pages:
        parts = [
            f"BT /F {size} Tf {left} {bottom} Td ({_escaped(text)}) Tj ET"
            for left, bottom, size, text in lines
        ]
        streams.append("\n".join(parts).encode("cp1252"))
    said = " ".join(f"/{name} ({_escaped(value)})" for name, value in (info or {}).items())
    first = 5
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {said} >>".encode("cp1252"),
    ]
    for number, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents"
            f" {first + 1 + 2 * number} 0 R /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(stream_of(stream))
    return numbered(objects, f"/Info 4 0 R {trailer}")


def stream_of(data: bytes, more: bytes = b"") -> bytes:
    """An object of a PDF that holds bytes."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), more, data)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def numbered(objects: list[bytes], trailer: str = "") -> bytes:
    """A PDF of objects, numbered from 1. The first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(raw: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A ZIP file with other parts in the place of its own."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(parts | changed)


def word(body: str | bytes) -> bytes:
    """A small Word file whose body is this markup."""
    inner = body.encode() if isinstance(body, str) else body
    return packed(WORD_PARTS | {"word/document.xml": _OPENING + inner + _CLOSING})


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def _related(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


WORD_PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>""".encode(),
    "_rels/.rels": _related("officeDocument", "word/document.xml"),
    "word/_rels/document.xml.rels": _related("styles", "styles.xml"),
    "word/styles.xml": (
        f'<w:styles {_NAMESPACES}><w:style w:type="paragraph" w:styleId="Heading1">'
        '<w:name w:val="heading 1"/></w:style></w:styles>'
    ).encode(),
}
_OPENING = f"<w:document {_NAMESPACES}><w:body>".encode()
_CLOSING = b"</w:body></w:document>"
