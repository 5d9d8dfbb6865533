"""What scripts use of defusedxml: XML without entities and without references to other files.

It stands in where the package itself is not supplied: minidom and ElementTree.
"""

from . import ElementTree, minidom
from .common import (DefusedXmlException, DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden,
                     NotSupportedError)

__version__ = "0.7.1+boternity"
__all__ = ["DefusedXmlException", "DTDForbidden", "EntitiesForbidden", "ExternalReferenceForbidden",
           "NotSupportedError", "ElementTree", "minidom"]
