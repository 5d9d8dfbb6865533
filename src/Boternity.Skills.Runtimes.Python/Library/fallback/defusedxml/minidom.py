"""xml.dom.minidom, without entities."""

from xml.dom import minidom

from .common import check, read

__all__ = ["parse", "parseString"]


def parse(file, parser=None, bufsize=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    return parseString(read(file), parser, forbid_dtd, forbid_entities, forbid_external)


def parseString(string, parser=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    check(string, forbid_dtd, forbid_entities, forbid_external)
    return minidom.parseString(string, parser)
