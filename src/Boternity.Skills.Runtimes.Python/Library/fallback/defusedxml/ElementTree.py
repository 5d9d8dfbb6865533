"""xml.etree.ElementTree, without entities."""

import io
from xml.etree import ElementTree
from xml.etree.ElementTree import ParseError, tostring

from .common import check, read

__all__ = ["ParseError", "XML", "fromstring", "fromstringlist", "iterparse", "parse", "tostring"]


def parse(source, parser=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    return ElementTree.ElementTree(
        ElementTree.XML(_checked(read(source), forbid_dtd, forbid_entities, forbid_external), parser))


def iterparse(source, events=None, parser=None, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    content = _checked(read(source), forbid_dtd, forbid_entities, forbid_external)
    return ElementTree.iterparse(
        io.BytesIO(content.encode("utf-8") if isinstance(content, str) else content), events)


def fromstring(text, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    return ElementTree.XML(_checked(text, forbid_dtd, forbid_entities, forbid_external))


def fromstringlist(sequence, forbid_dtd=False, forbid_entities=True, forbid_external=True):
    parts = list(sequence)
    return fromstring(type(parts[0])().join(parts), forbid_dtd, forbid_entities, forbid_external)


XML = fromstring


def _checked(content, forbid_dtd, forbid_entities, forbid_external):
    check(content, forbid_dtd, forbid_entities, forbid_external)
    return content
