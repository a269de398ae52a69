"""Workbooks put together by hand: sound ones, and those no program should open."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows: str, doctype: str = "", extra: str = "") -> str:
    """Return a worksheet's XML around the given row elements."""
    return (
        f'{HEAD}{doctype}<worksheet xmlns="{MAIN}">{extra}<sheetData>{rows}</sheetData></worksheet>'
    )


def text_row(number: int, *texts: str) -> str:
    """Return a row of inline texts from column A on."""
    cells = "".join(
        f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for n, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def parts(rows: str | bytes = "", **more: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of the smallest workbook; ``rows`` may be a whole worksheet part."""
    body = rows if rows[:1] in ("\ufeff", b"<") or str(rows[:5]) == "<?xml" else sheet(str(rows))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/work'
        'sheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml'
        '.worksheet+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook'
        '.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet '
        'name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org'
        f'/package/2006/relationships"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="'
        'worksheets/sheet1.xml"/></Relationships>',
        SHEET: body,
        **more,
    }


def packed(made: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return the parts as a zip file."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()


def saved(path: Path, made: Mapping[str, str | bytes]) -> Path:
    """Write the parts to ``path`` as a zip file."""
    path.write_bytes(packed(made))
    return path


def marked_encrypted(content: bytes) -> bytes:
    """Return a zip whose directory says that every entry is encrypted."""
    data = bytearray(content)
    at = data.find(b"PK\1\2")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\1\2", at + 1)
    return bytes(data)


def lying(content: bytes, name: str, size: int, packed: int | None = None) -> bytes:
    """Return a zip whose directory gives false sizes for the entry ``name``."""
    data = bytearray(content)
    at = data.find(b"PK\1\2")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == name.encode():
            struct.pack_into("<I", data, at + 24, size)
            if packed is not None:
                struct.pack_into("<I", data, at + 20, packed)
        at = data.find(b"PK\1\2", at + 1)
    return bytes(data)


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def bombs(folder: Path) -> dict[str, Path]:
    """Write one of each kind of hostile workbook and return them by name."""
    wide = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 2001))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    lies = packed(parts(sheet(text_row(1, "x") + " " * 40_000_000)))
    made = {
        "sparse": packed(parts(far)),
        "wide": packed(parts(wide)),
        "beyond": packed(parts('<row r="99999999999"><c><v>1</v></c></row>')),
        "letters": packed(parts('<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>')),
        "million rows": packed(
            parts("".join(text_row(n, f"{n * 7919}") for n in range(1, 60_001)))
        ),
        "laughs": packed(parts(sheet(text_row(1, "&i;"), LAUGHS))),
        "laughs in strings": packed(_with_strings(f"{LAUGHS}", "<si><t>&i;</t></si>")),
        "outside entity": packed(parts(sheet(text_row(1, "&a;"), OUTSIDE))),
        "ratio": packed(parts(sheet(" " * 30_000_000))),
        "shared strings": packed(_with_strings("", "<si><t>空</t></si>" * 4_000_000)),
        "entries": packed(parts(text_row(1, "x"), **{f"xl/m/{n}": "" for n in range(20_000)})),
        "lying size": lying(lies, SHEET, 1000),
        "digits": packed(parts(f'<row r="1"><c r="A1"><v>{"9" * 100_000}</v></c></row>')),
    }
    paths = {name: folder / f"{name}.xlsx" for name in made}
    for name, content in made.items():
        paths[name].write_bytes(content)
    return paths


def tree(elements: int) -> bytes:
    """Return a small workbook that grows into ``elements`` elements in memory (some 400 bytes each)."""
    return packed(parts(sheet("", extra="".join(f'<x i="{n}"/>' for n in range(elements)))))


def _with_strings(doctype: str, strings: str) -> dict[str, str | bytes]:
    whole = parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    rels = str(whole["xl/_rels/workbook.xml.rels"])
    more = f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    types = str(whole["[Content_Types].xml"])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    return {
        **whole,
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        ),
        "xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", f"{more}</Relationships>"),
        "xl/sharedStrings.xml": f'{HEAD}{doctype}<sst xmlns="{MAIN}">{strings}</sst>',
    }
