"""The obvious analyses of a loop, kept as estimators so that validation can show how often they are wrong."""

from evenstep.loop.pitfalls.catalogue import PITFALLS

__all__ = ["PITFALLS"]
