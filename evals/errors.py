"""Every error of the evals package that a person can mend; the message says what, which, and what to do next."""

from __future__ import annotations


class EvalsError(Exception):
    """Base of the package."""


class RunUnreadable(EvalsError):
    """A log is missing, is not one of ours, or its run was cut short."""


class SummaryUnreadable(EvalsError):
    """A kept summary is missing or damaged."""


class GateInvalid(EvalsError):
    """The file with the bounds cannot be used."""


class CollectionUnreadable(EvalsError):
    """A collection in BEIR layout is missing, damaged, or names what is not there."""


class BenchFailed(EvalsError):
    """What was to be timed did not run."""


class JudgeRefused(EvalsError):
    """The model judge may not speak, or could not be asked."""
