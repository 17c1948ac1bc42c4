"""The XML parts of an .xlsx, read by a parser: quotes, blanks, prefixes, references and encodings of
any kind come to the same; document type declarations, the door to entity bombs, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from departments.workbook.errors import WorkbookError

PIECE = 1024 * 1024
_CELL = re.compile("[A-Za-z]{1,3}[0-9]{1,9}")


def elements(stream: IO[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each element with its attributes, without prefix; raises WorkbookError."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, given: found.append((_local(name), given))
    for _ in _feed(parser, stream):
        yield from found
        found.clear()


def refuse_declarations(stream: IO[bytes]) -> None:
    """Refuse a part with a document type declaration: it can only stand before the first element."""
    parser, started = _parser(), []
    parser.StartElementHandler = lambda name, given: started.append(name)
    try:
        for _ in _feed(parser, stream):
            if started:
                return
    except expat.ExpatError:
        return  # no XML at all: whoever needs the part will say so


def rewritten(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what a scan looks for in a worksheet part as Excel would write it: UTF-8, no prefixes,
    double quotes, and every row and cell with its place, spelled out where the part leaves it to be
    counted. Values are written as 1, formulas in full.
    """
    writer = _Writer()
    parser = _parser()
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    for _ in _feed(parser, stream):
        yield "".join(writer.out).encode()
        writer.out.clear()


class _Writer:
    """Writes elements, counting rows and columns."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.row = 0
        self.cell = ""
        self.within = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        """Write a start tag; a row and a cell with the place they have."""
        self.within = name = _local(name)
        if name == "c":
            self.cell = self._place(given.get("r"))
            style = given.get("s", "")
            self.out.append(f'<c r="{self.cell}" s="{style if style.isdecimal() else 0}">')
        elif name == "row":
            said = given.get("r", "")
            self.row, self.cell = int(said) if said.isdecimal() else self.row + 1, ""
            hidden = ' hidden="1"' if given.get("hidden") in ("1", "true") else ""
            self.out.append(f'<row r="{self.row}"{hidden}>')
        elif name == "dimension":
            self.out.append(f"<dimension ref={quoteattr(given.get('ref', ''))}/>")
        else:
            self.out.append(f"<{name}>")

    def text(self, text: str) -> None:
        """Write the text of a formula; of a value, that there is one; no blanks between elements."""
        if self.within == "f":
            self.out.append(escape(text))
        elif self.within == "v":
            self.out.append("1")

    def end(self, name: str) -> None:
        """Write an end tag."""
        self.within = ""
        self.out.append(f"</{_local(name)}>")

    def _place(self, said: str | None) -> str:
        if said is None:
            before = self.cell.rstrip("0123456789")
            return f"{column_letters(column_number(before) + 1)}{self.row}"
        if _CELL.fullmatch(said) is None:
            raise WorkbookError("damaged", f"工作簿已损坏：单元格的位置“{said[:20]}”无法识别。")
        return said.upper()


def column_number(letters: str) -> int:
    """Return the 0-based number of a column: A → 0, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declared: object) -> NoReturn:
    raise WorkbookError("damaged", "工作簿内含有不允许的 XML 声明，已拒绝。")


def _feed(parser: Any, stream: IO[bytes]) -> Iterator[None]:
    while piece := stream.read(PIECE):
        parser.Parse(piece)
        yield
    parser.Parse(b"", True)
    yield
