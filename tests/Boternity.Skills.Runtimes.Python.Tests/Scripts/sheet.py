"""Reads and writes the parts of a spreadsheet: a zip of XML with namespaces."""

import io
import sys
import zipfile
import xml.etree.ElementTree as ET
import xml.dom.minidom
import html
import json

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
ET.register_namespace("", NS["m"])


def build():
    root = ET.Element(f"{{{NS['m']}}}worksheet")
    data = ET.SubElement(root, f"{{{NS['m']}}}sheetData")
    for r, row in enumerate([["Name", "Größe"], ["a & b", 3.5], ["<c>", 1e-7]], 1):
        tr = ET.SubElement(data, f"{{{NS['m']}}}row", r=str(r))
        for c, value in enumerate(row):
            cell = ET.SubElement(
                tr, f"{{{NS['m']}}}c", {"r": f"{chr(65 + c)}{r}", "t": "str" if isinstance(value, str) else "n"}
            )
            ET.SubElement(cell, f"{{{NS['m']}}}v").text = str(value)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("xl/worksheets/sheet1.xml"), ET.tostring(root, encoding="utf-8", xml_declaration=True)
        )
        archive.writestr("docProps/ünï.json", json.dumps({"ä": [1, None, True]}, ensure_ascii=False))
    return buffer.getvalue()


def read(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        print(archive.testzip(), sorted(archive.namelist()), [i.compress_type for i in archive.infolist()])
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        for row in root.iterfind(".//m:row", NS):
            print([cell.findtext("m:v", namespaces=NS) for cell in row])
        print(xml.dom.minidom.parseString(ET.tostring(root)).toprettyxml(indent=" ")[:300])


open("book.zip", "wb").write(build())
read(open("book.zip", "rb").read())
print(html.escape("<a href='x'>"), html.unescape("&auml;&#x20AC;&nbsp;|"))
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as error:
    print("ParseError", error, error.position)
    sys.exit(4)
