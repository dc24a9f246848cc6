#!/usr/bin/env python3
"""Makes the three batches of the sample year: one population of firms, the same bytes at each call. The second comes as a
workbook, with what people do to workbooks."""

import datetime
import pathlib
import random
import sys
import zipfile

FIRMS = 60


def credit_code(number):
    """A unified social credit code with the check character of GB 32100-2015."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91320700MA{number:07d}"[:17]
    weights = [pow(3, place, 31) for place in range(17)]
    total = sum(letters.index(letter) * weight for letter, weight in zip(body, weights))
    return body + letters[(31 - total % 31) % 31]


def yuan(chosen, most):
    return f"{chosen.randrange(0, most * 100) / 100:.2f}"


def cell(place, value):
    """A number as number, a day as the number of a day in a date format, everything else as text."""
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
    return f'<c r="{place}"><v>{value[0]}</v></c>'


def write_workbook(path, rows):
    """Writes rows of texts, days and numbers; a number is a tuple of its digits as they are stored."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package, kind = "http://schemas.openxmlformats.org/package/2006", "application/vnd.openxmlformats-officedocument.spreadsheetml"
    body = "".join(f'<row r="{at}">' + "".join(cell(f"{chr(65 + column)}{at}", value) for column, value in enumerate(row)) + "</row>"
                   for at, row in enumerate(rows, 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
                               f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName='
                               f'"/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType='
                               f'"{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
                       '</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="申报" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" '
                                      f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
                         '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
                         '</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)


def as_typed(number, score, day):
    """Every seventh score was typed in full-width digits, every ninth day as a text with slashes: what `inspect --fix` mends."""
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return (score.translate(wide) if number % 7 == 3 else (score,)), (f"{day.year}/{day.month}/{day.day}" if number % 9 == 4 else day)


def main(folder):
    chosen = random.Random(20250630)
    firms = [credit_code(1000 + 37 * number) for number in range(FIRMS)]
    bad = set(chosen.sample(range(FIRMS), 3))
    half_head = "申请编号,信用代码,受理序号,受理日,设备额（元）,已付利息（元）,严重失信\n"
    first = [half_head]
    for number, firm in enumerate(firms):
        first.append(f"A{number:03},{firm},{number + 1},2025-03-{number % 28 + 1:02},{yuan(chosen, 900_000)},"
                     f"{yuan(chosen, 150_000)},{'是' if number in bad else '否'}\n")
    second = [["2025年示范企业认定申报汇总表"], ["申请编号", "企业名称", "信用代码", "受理序号", "受理日", "得分", "联系人", "银行账号"]]
    for number, firm in enumerate(firms[:30]):
        score, day = as_typed(number, f"{chosen.randrange(4000, 9900, 25) / 100:.2f}", datetime.date(2025, 6, number % 28 + 1))
        second.append([f"B{number:03}", f"示例企业{number + 1}有限公司", firm, (number + 1,), day, score, "张王李赵"[number % 4] + "某",
                       f"1001{number:012}"])
    third = [half_head]
    for number, firm in enumerate(firms[20:50]):
        third.append(f"C{number:03},{firm},{number + 1},2025-09-{number % 28 + 1:02},{yuan(chosen, 500_000)},"
                     f"{yuan(chosen, 90_000)},{'是' if number + 20 in bad else '否'}\n")
    write_workbook(pathlib.Path(folder) / "认定.xlsx", second)
    for name, lines in (("上半年", first), ("下半年", third)):
        (pathlib.Path(folder) / f"{name}.csv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
