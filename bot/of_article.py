"""Follow-ups of a conversation about our article: "is that bit true?", "so should I trust it?". Knows no other subject."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"\b(?:article|post|blog)\b", re.I)
_PART = re.compile(r"\b(?:bit|part|line|sentence|section|paragraph|claim)\b", re.I)
_MADE_UP = re.compile(
    r"(?:so )?(?:(?:so )?(?:(?:it'?s|that'?s|thats) )?(?:all |just )?(?:made up|invented|a lie|lies)|(?:is|was) (?:that|it|this) (?:just )?(?:made up|invented|a lie|lies|a guess)|(?:did |have |do )?(?:they|you|it) (?:just |simply )*(?:made?|making|invent(?:ed)?) (?:it|that|this) up|(?:are|were) they (?:just )?(?:lying|guessing|making (?:it|that) up))\W*$",
    re.I,
)
"""Asks the same again of what the article was said to say."""
_YOU_SAY = re.compile(
    r"\b(?:you|u|your|ur|you're|youre|they|it)(?: are)? (?:say|says|saying|claim|claims|claiming|write|wrote|said)\b",
    re.I,
)
_WRONG = "What does the article get wrong?"
_ALL_WRONG = re.compile(
    r"(?:what|which (?:bits?|parts?|ones?|claims?|lines?|points?|things?|sentences?))(?:'?s| is| are| was| were)?(?: else)?(?: is| was)? (?:wrong|not true|untrue|false)(?: (?:with|about|in) (?:it|that|this))?\W*$",
    re.I,
)
_WRITTEN = re.compile(
    r"\b(?:trust|believe|rely on|wrote|written|writes|published?|credit)\s+(?P<it>it|this|that|them)\b|\b(?P<gets>it|this|that) (?:get|got|gets)\b.{0,12}\bwrong\b|"
    r"\b(?:is|was) (?P<it2>it|this|that) (?:reliable|accurate|biased|trustworthy|up to date|written|reviewed)\b",
    re.I,
)
"""Asks of something that was written: the article, where that was talked about."""


def of_article(question: str, context: str) -> str:
    """A question that leans on the article that was talked about, with it named; empty when it does not.

    Args:
        question: The visitor's message, without what only opens it.
        context: The question before it.
    """
    if _MADE_UP.match(question) and _YOU_SAY.search(context):
        return context
    if not _ARTICLE.search(context):
        return ""
    if _ALL_WRONG.match(question):
        return _WRONG
    if _MADE_UP.match(question):
        return context
    if _ARTICLE.search(question):
        return ""
    if _PART.search(question):
        return f"{question.rstrip(' ?.!')} in your article?"
    if written := _WRITTEN.search(question):
        start, end = written.span(written.lastgroup or 0)
        return _WRONG if written.lastgroup == "gets" else f"{question[:start]}your article{question[end:]}"
    return ""
