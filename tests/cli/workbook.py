"""Writes small workbooks with the standard library alone: what a test wants in a cell, byte by byte."""

import datetime
import warnings
import zipfile
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Styles by name: general, a date, two decimals, percent, text, five digits at the least, a number shown as 7.1万.
STYLES = {"": 0, "date": 1, "money": 2, "percent": 3, "text": 4, "whole": 5, "ten thousands": 6, "nine digits": 7}
XFS = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="4"/><xf numFmtId="10"/><xf numFmtId="49"/><xf numFmtId="1"/><xf numFmtId="177" applyNumberFormat="1"/><xf numFmtId="178" applyNumberFormat="1"/>'
FORMATS = '<numFmts count="2"><numFmt numFmtId="177" formatCode="0!.0,&quot;万&quot;"/><numFmt numFmtId="178" formatCode="000000000"/></numFmts>'


class Cell:
    """A cell that is more than a text: `stored` as the workbook has it, with a type and a style."""

    def __init__(self, stored, kind="n", style="", formula=None):
        self.stored, self.kind, self.style, self.formula = stored, kind, style, formula


def number(text, style=""):
    return Cell(str(text), style=style)


def date(text):
    day = datetime.date.fromisoformat(text)
    return Cell(str((day - datetime.date(1899, 12, 30)).days), style="date")


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_xml(value, place):
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = Cell(value, kind="inlineStr")
    style = f' s="{STYLES[value.style]}"' if value.style else ""
    formula = f"<f>{escape(value.formula)}</f>" if value.formula else ""
    if value.kind == "inlineStr":
        return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value.stored)}</t></is></c>'
    kind = f' t="{value.kind}"' if value.kind != "n" else ""
    return f'<c r="{place}"{style}{kind}>{formula}<v>{escape(value.stored)}</v></c>'


def sheet_xml(rows, hidden_rows=(), hidden_columns=(), merged=()):
    columns = "".join(f'<col min="{c + 1}" max="{c + 1}" width="9" hidden="1"/>' for c in hidden_columns)
    body = []
    for at, row in enumerate(rows, 1):
        hidden = ' hidden="1"' if at in hidden_rows else ""
        cells = "".join(cell_xml(value, f"{letters(column)}{at}") for column, value in enumerate(row))
        body.append(f'<row r="{at}"{hidden}>{cells}</row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    return (f"<worksheet {MAIN}>" + (f"<cols>{columns}</cols>" if columns else "") + f"<sheetData>{''.join(body)}</sheetData>"
            + (f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else "") + "</worksheet>")


def write(path, sheets, **more):
    """Writes `{name: rows}`; `more` goes to the first sheet."""
    names = list(sheets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
                        for n in range(1, len(names) + 1))
        archive.writestr("[Content_Types].xml",
                         f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
                         'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                         f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}'
                         f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                                        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        entries = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        archive.writestr("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>')
        relations = "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                            for n in range(1, len(names) + 1))
        archive.writestr("xl/_rels/workbook.xml.rels",
                         f'<Relationships xmlns="{PACKAGE}/relationships">{relations}<Relationship Id="rId99" '
                         f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>')
        archive.writestr("xl/styles.xml",
                         f'<styleSheet {MAIN}>{FORMATS}<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1">'
                         f'<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="8">{XFS}</cellXfs>'
                         '</styleSheet>')
        for n, name in enumerate(names, 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet_xml(sheets[name], **(more if n == 1 else {})))


def mend(path, part, old, new, beside=""):
    """Writes a workbook once more with `new` in place of `old` in one part; with a name in `beside` under that, next to the part as it was."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name).decode("utf-8")) for name in archive.namelist()]
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")   # of a name that stands twice
        for name, text in parts:
            if name == part:
                assert old in text, (part, old)
                archive.writestr(beside or name, text.replace(old, new))
            if name != part or beside:
                archive.writestr(name, text)


def typed(text):
    """Gives a cell as a spreadsheet would enter it: a number, a date, a truth, or a text."""
    if text in ("true", "false"):
        return Cell("1" if text == "true" else "0", kind="b")
    try:
        return date(text)
    except ValueError:
        pass
    try:
        float(text)
        return number(text)
    except ValueError:
        return text
