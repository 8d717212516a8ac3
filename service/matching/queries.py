"""Which model tells what was checked before."""

from service.learning.trained import InUse
from service.matching.model import parse, shipped, write
from service.vocabulary import ModelKind

IN_USE = InUse(ModelKind.MATCHING, shipped, parse, write)
"""The weights of words. Those of meaning beside them are always the ones of the program."""
