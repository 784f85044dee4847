"""Invented conversations by name, for the demo space, the tutorial and anyone who wants to try without a file."""

from evenstep.samples.conversations import load_sample, sample_export, sample_hard_weeks
from evenstep.samples.stories import ME, OTHER, STORIES, ZONE, Story

__all__ = ["ME", "OTHER", "STORIES", "ZONE", "Story", "load_sample", "sample_export", "sample_hard_weeks"]
