"""XML and HTML."""
import html
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from xml.dom import minidom
from xml.sax.saxutils import escape

root = ET.fromstring("<w:doc xmlns:w='urn:w'><w:p a='1'>Grüße</w:p><w:p a='2'>two &amp; three</w:p></w:doc>")
names = {"w": "urn:w"}
for item in root.findall("w:p", names):
    print(item.get("a"), item.text)

root.append(ET.Element("{urn:w}end"))
ET.indent(root)
ET.ElementTree(root).write("out.xml", encoding="utf-8", xml_declaration=True)
print(open("out.xml", encoding="utf-8").read())
print(minidom.parse("out.xml").documentElement.getElementsByTagName("w:p").length if False else
      len(minidom.parse("out.xml").documentElement.childNodes))


class Links(HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag == "a":
            print("link", dict(attrs).get("href"))


Links().feed("<p><a href='x?a=1&amp;b=2'>x</a></p>")
print(html.escape("<b>"), html.unescape("&eacute;"), escape("a<b"))
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as error:
    print("ParseError", error)
