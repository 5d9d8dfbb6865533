from . import other
from .other import DEPTH


def where():
    return __name__ + " " + other.__package__
