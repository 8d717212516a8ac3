"""Reads e-mails as they are saved (.eml). Pure."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any

from service.errors import Refusal
from service.texts.blocks import Block, read_blocks
from service.texts.extract import Extract
from service.texts.reading.decoding import decode, refused
from service.texts.reading.properties import in_utc
from service.vocabulary import BlockKind

MOST_PARTS = 200
"""Parts of a message, those within parts too."""

LONGEST_SIGNATURE = 12
"""In lines."""

STUB = 200
"""In characters: a plain part that is shorter than this and than a quarter of its HTML stands for
it only, as with *Show this message in your browser*."""

_HEADERS = ("From", "Subject", "Date", "To", "Received", "MIME-Version", "Message-ID")
_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})


def read_mail(raw: bytes, _charset: str | None = None) -> Extract:
    """The text of an e-mail below its subject, without attachments and signature.

    Its plain text counts, or else its HTML. The subject is the title, the sender the author. Raises
    Invalid, or TooLarge.
    """
    try:
        message = message_from_bytes(raw, policy=policy.default)
        subject = " ".join(str(_header(message, "Subject") or "").split())
        body = _body(message)
    except Refusal:
        raise
    except Exception as error:  # whatever a library says of hostile headers and parts
        raise refused("This e-mail is damaged.") from error
    said: dict[str, Any] = {
        "title": subject or None,
        "author": _sender(message),
        "published_at": in_utc(getattr(_header(message, "Date"), "datetime", None)),
        "url": None,
    }
    return replace(_below(subject, body), **said)


def _header(message: Message, name: str) -> Any:
    """A header, or None for one that cannot be read: it is parsed only now."""
    try:
        return message[name]
    except Exception:  # the library stumbles over some
        return None


def _sender(message: Message) -> str | None:
    addresses = getattr(_header(message, "From"), "addresses", None)
    return (addresses[0].display_name or addresses[0].addr_spec or None) if addresses else None


def _body(message: EmailMessage) -> Extract:
    """What the message says: its first plain text, or its first HTML."""
    plain: Message | None = None
    html: Message | None = None
    if not any(name in message for name in _HEADERS):
        raise refused("This is no e-mail: it has no sender, no subject and no date.")
    if message.get_content_type() in _SEALED:
        raise refused("This e-mail is encrypted. Save its text, and choose that.")
    for number, part in enumerate(message.walk()):
        if number == MOST_PARTS:
            raise refused(f"This e-mail has more than {MOST_PARTS} parts.")
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain" and plain is None:
            plain = part
        elif part.get_content_type() == "text/html" and html is None:
            html = part
    extract = _plain(plain) if plain is not None else Extract("")
    if html is not None and len(extract.text) < STUB:
        from service.texts.html.reading import read_html

        try:
            shown = read_html(_bytes(html), html.get_content_charset())
        except Refusal:
            if not extract.text:
                raise
        else:
            if 4 * len(extract.text) < len(shown.text):
                return shown
    if not extract.text:
        raise refused("There is no text in this e-mail.")
    return extract


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _plain(part: Message) -> Extract:
    text, guessed = decode(_bytes(part), part.get_content_charset())
    lines = text.split("\n")
    if part.get_param("format") == "flowed":
        lines = _flowed(lines, delete_space=part.get_param("delsp") == "yes")
    return Extract("\n".join(_unsigned(lines)).strip(), guessed=guessed)


def _unsigned(lines: list[str]) -> list[str]:
    """The lines without the signature, which begins with two hyphens and a space."""
    for number in range(len(lines) - 1, max(len(lines) - 2 - LONGEST_SIGNATURE, -1), -1):
        if lines[number] == "-- ":
            return lines[:number]
    return lines


def _flowed(lines: list[str], *, delete_space: bool) -> list[str]:
    """The paragraphs of lines that end in a space where they go on (RFC 3676)."""
    joined: list[list[str]] = []
    goes_on = ""
    for line in lines:
        depth = len(line) - len(line.lstrip(">"))
        marks, content = line[:depth], line[depth:].removeprefix(" ")
        is_signature = content == "-- "
        if joined and goes_on == f"{marks}+" and not is_signature:
            joined[-1].append(content)
        else:
            joined.append([f"{marks} " if marks else "", content])
        goes_on = ""
        if content.endswith(" ") and not is_signature:
            goes_on = f"{marks}+"
            if delete_space:
                joined[-1][-1] = content[:-1]
    return ["".join(words) for words in joined]


def _below(subject: str, body: Extract) -> Extract:
    """The body with the subject as its headline, unless it has one that says the same."""
    blocks = read_blocks(body.text) if body.blocks is None else body.blocks
    first = blocks[0] if blocks else None
    if not subject:
        return body
    if first and first.kind is BlockKind.HEADLINE:
        if body.text[first.start : first.end] == subject:
            return replace(body, blocks=blocks)
        blocks = [Block(BlockKind.PARAGRAPH, None, first.start, first.end), *blocks[1:]]
    shift = len(subject) + 2
    moved = [Block(each.kind, each.level, each.start + shift, each.end + shift) for each in blocks]
    headline = Block(BlockKind.HEADLINE, 1, 0, len(subject))
    return replace(body, text=f"{subject}\n\n{body.text}", blocks=[headline, *moved])
