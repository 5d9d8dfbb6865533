"""Imports a module beside it, and one in a folder."""
import helper
from parts.inner import DEPTH, where

print(helper.greet("Ada"), DEPTH, where(), helper.__name__)
