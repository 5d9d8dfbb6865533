"""The errors, and a look at a document before the library's own parser has it."""

from xml.parsers import expat


class DefusedXmlException(ValueError):
    """A document has what is forbidden."""


class DTDForbidden(DefusedXmlException):
    def __init__(self, name, sysid, pubid):
        super().__init__(f"DTDForbidden(name='{name}', system_id={sysid!r}, public_id={pubid!r})")
        self.name, self.sysid, self.pubid = name, sysid, pubid


class EntitiesForbidden(DefusedXmlException):
    def __init__(self, name, value, base, sysid, pubid, notation_name):
        super().__init__(f"EntitiesForbidden(name='{name}', system_id={sysid!r}, public_id={pubid!r})")
        self.name, self.value, self.base = name, value, base
        self.sysid, self.pubid, self.notation_name = sysid, pubid, notation_name


class ExternalReferenceForbidden(DefusedXmlException):
    def __init__(self, context, base, sysid, pubid):
        super().__init__(f"ExternalReferenceForbidden(system_id='{sysid}', public_id={pubid})")
        self.context, self.base, self.sysid, self.pubid = context, base, sysid, pubid


class NotSupportedError(DefusedXmlException):
    """Something that cannot be done safely."""


def read(source):
    """The content of a file or of what has a name."""
    if hasattr(source, "read"):
        return source.read()

    with open(source, "rb") as file:
        return file.read()


def check(content, forbid_dtd, forbid_entities, forbid_external):
    """Raises for what is forbidden. What is no XML is for the parser that comes next to say."""
    def doctype(name, sysid, pubid, has_internal_subset):
        raise DTDForbidden(name, sysid, pubid)

    def entity(name, is_parameter, value, base, sysid, pubid, notation_name):
        raise EntitiesForbidden(name, value, base, sysid, pubid, notation_name)

    def unparsed(name, base, sysid, pubid, notation_name):
        raise EntitiesForbidden(name, None, base, sysid, pubid, notation_name)

    def external(context, base, sysid, pubid):
        raise ExternalReferenceForbidden(context, base, sysid, pubid)

    parser = expat.ParserCreate()
    if forbid_dtd:
        parser.StartDoctypeDeclHandler = doctype

    if forbid_entities:
        parser.EntityDeclHandler = entity
        parser.UnparsedEntityDeclHandler = unparsed

    if forbid_external:
        parser.ExternalEntityRefHandler = external

    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        pass
