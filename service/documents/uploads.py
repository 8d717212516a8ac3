"""What a form sends to be read as a text: its fields, and a file beside them."""

from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from service.documents.describing import form
from service.documents.intake import KINDS, Intake, take_file
from service.errors import Invalid, TooLarge
from service.texts.limits import MOST_FILE
from service.texts.reading.decoding import lines_of

MOST_SENT = MOST_FILE + (3 << 20)
"""Bytes of a form: a file, the text that stands beside it, and the rest."""

ACCEPTED = ",".join(f".{end}" for end in KINDS)
TEXT_FILES = (".txt", ".text")
"""Files that are their text: it may stand in the box for a pasted one."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    raw: bytes

    @property
    def is_text(self) -> bool:
        """Whether it is nothing but its text."""
        return self.name.lower().endswith(TEXT_FILES)

    def take(self, described: dict[str, Any]) -> Intake:
        """Take it in. Raises Invalid or TooLarge."""
        return take_file(self.name, self.raw, described)


def read() -> tuple[MultiDict[str, str], Upload | None]:
    """The fields, whose text ends its lines by `\\n`, and the file. Raises TooLarge."""
    try:
        fields = form(MOST_SENT)
    except RequestEntityTooLarge:
        sentence = (
            f"More than {MOST_SENT >> 20} MiB came, so nothing of it was read. Go back to what you"
            f" typed: a file of {MOST_FILE >> 20} MiB or a text of 2 MiB is the most."
        )
        raise TooLarge(sentence, errors={"file": [sentence]}) from None
    fields["text"] = lines_of(fields.get("text", ""))
    file = request.files.get("file")
    if file is None or not file.filename:
        return fields, None
    return fields, Upload(file.filename, file.read())


def refused(field: str, sentence: str) -> Invalid:
    """The refusal of a field."""
    return Invalid(sentence, errors={field: [sentence]})
