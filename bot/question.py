"""What form a question has: yes or no, about our article, small talk."""

from __future__ import annotations

import re

from bot.courtesies import courtesy

_FILLER = re.compile(
    r"^(?:(?:hi|hello|hey|so|ok|okay|well|please|and|but|thanks|thank you|also|now|just wondering|quick question|question)\b[\s,.!:;-]*)+",
    re.I,
)
_YES_NO = re.compile(
    r"^(?:(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might|am|isn'?t|aren'?t|doesn'?t|don'?t|can'?t|won'?t|"
    r"wouldn'?t|shouldn'?t)\b|any (?:evidence|proof|good|benefit)\b)",
    re.I,
)
_YES_NO_INSIDE = re.compile(
    r"(?:[.?!,;:]\s*|\b(?:and|but|so|know if|wonder(?:ing)? (?:if|whether)|ask(?:ing)? (?:if|whether)|sure (?:if|whether)|true that|tell me (?:if|whether))\s+)"
    r"(?:is|are|does|do|did|can|could|will|would|should|magnesium|it|iron)\b|\b(?:really|actually) (?:true|work|help)|\bis it true\b",
    re.I,
)
_OPEN = re.compile(r"^(?:what|which|how|why|when|where|who|whose|list|name|tell me|explain|describe|give)\b", re.I)
_ARTICLE = re.compile(
    r"\b(?:(?:your|the|this|that) (?:\w+ )?(?:article|post|blog|blog ?post|page|website|site)\b|you (?:say|write|claim|wrote|said|state)\b)",
    re.I,
)
_SAID = re.compile(
    r"^.{0,40}?\b(?:article|post|blog|page|website|site|you)\b(?:'s)?\W+(?:(?:also|even|clearly|here) )?(?:say|says|said|claims?|states?|stated|writes?|wrote|written|"
    r"promises?|mentions?|links?|calls?|tells?|suggests?|argues?|conclu\w+|thinks?|puts?|proves?|blames?|has it)?\b\W*(?:that|how|about)?\W+",
    re.I,
)
"""What stands before the words that somebody says our article says."""
_WHO = re.compile(
    r"\b(?:are|r) (?:you|u) (?:a |an |really |even |actually )*(?:human|real|person|doctor|dr|bot|robot|ai|nurse|pharmacist|machine|computer|program|chatgpt|gpt|people|someone|qualified|medic\w*|expert|professional)\b"
    r"|\b(?:who|what) (?:are|r) (?:you|u)\b|\bam i (?:talking|speaking|chatting) (?:to|with)\b|\b(?:is|was) (?:this|it) (?:a |an )?(?:bot|ai|human|real person|person)\b"
    r"|\b(?:who (?:made|wrote|built|runs|is behind)) (?:you|this)\b",
    re.I,
)
_WHAT = re.compile(
    r"\bwhat (?:can|do|could) (?:you|u|this) (?:do|help(?: me)? with|answer|know|offer)\b|\bhow (?:do|does|can) (?:you|this|i use (?:you|this))(?: thing| bot| chat)? ?(?:work)?\??$|^help(?: me)?$|"
    r"\bwhat (?:topics|questions|kinds? of (?:questions|things))\b.{0,30}\b(?:ask|answer|cover|know)\b|\bwhat can i ask\b",
    re.I,
)
_ORIGIN = re.compile(
    r"\bwho(?:'?s| is| are| was| were)? (?:\w+ )?(?:wrote|written|write|writes|author\w*|made|chose|picked|collected|behind|responsible for)\b.{0,20}\b(?:article|post|blog|page|site|website|sources?|research|studies)\b"
    r"|\b(?:article|post|blog|page|site|website)\b.{0,12}\b(?:written|made|run|owned|authored) by\b|\bauthors? of (?:the|this|your) (?:article|post|blog)\b"
    r"|\bwhere (?:do|does|did|is|are|have) (?:your|the|this|these|you) (?:get )?(?:\w+ )?(?:information|info|answers?|sources?|facts?) (?:come )?from\b",
    re.I,
)
_SELLING = re.compile(
    r"\bdo they (?:just |only |actually |also )*sell (?!it\b|them\b|that\b|magnesium\b|iron\b|with\b)\w+|\b(?:are|do|r) (?:you|u) (?:just |only |trying to |actually )*(?:sell(?:ing)?|promot\w+|advertis\w+|paid|sponsored|earn\w*|make money|get (?:paid|money|commission))\b"
    r"|\b(?:is|was) (?:this|it|the article|the post) (?:just |only |really |basically )*(?:an? )?(?:ad|advert\w*|sponsored|paid|sales pitch|marketing|promotion)\b"
    r"|\bconflicts? of interest\b.{0,20}\b(?:you|site|article|post|blog)\b",
    re.I,
)

_SOURCES = re.compile(
    r"^(?!.*\b(?:good|better|best|rich|main|food|foods|natural|dietary|plant|animal|other)\b)(?=.*\b(?:you|your|u|this|these|here|site|bot|chat|show|list|see)\b)"
    r".*\b(?:what|which|how many|where|show|list|see|give|got|name)\b(?: \w+){0,4} (?:sources|studies|references|citations|papers|bibliography|literature)\b(?! (?:on|about|of|in|for|say|find|found|that|link|with|support))"
    r"(?: (?:do|did|are|is|were|have|has|you|u|we|this|these|that|it|site|bot|chat|here|use|used|using|based|on|rely|from|there|cite|listed|read|searched|collected|in|total|for|your|answers|please|behind))*$"
    r"|^(?:your )?(?:sources|references|citations)$",
    re.I,
)
"""Which sources the bot has; not what studies of something show, nor what is a source of magnesium."""
_ACCURACY = re.compile(
    r"\b(?:how|are|r|is) (?:\w+ )?(?:accurate|reliable|trustworthy|correct|right|sure|certain|good) (?:are|r|is) (?:you|u|your (?:answers?|information|info)|this (?:bot|chat|chatbot|site|website|tool))\b"
    r"|\b(?:are|r|is) (?:you|u|your (?:answers?|information|info)|this (?:bot|chat|chatbot|site|website|tool)) (?:\w+ ){0,2}(?:accurate|reliable|trustworthy|credible|legit|legitimate|biased|honest|ever wrong|always right|correct|safe to use)\b"
    r"|\b(?:can|should|could|do) (?:i|we|people|anyone) (?:really |actually |fully )?(?:trust|believe|rely on) (?:you|u|your (?:answers?|information|info)|this (?:bot|chat|chatbot|site|website|tool|info|information)|what you (?:say|tell me))\b"
    r"|\bdo (?:you|u) (?:ever |sometimes |often )?(?:make (?:mistakes|things up|stuff up|it up)|hallucinate|lie|get (?:it|things) wrong)\b|\bwho (?:checks|checked|verifies|verified|reviews|reviewed) (?:you|this|it|your answers?|these|the answers?|what you say)\b",
    re.I,
)
"""How far the bot can be believed; how far our article can is `bot.overview`'s."""

_WRITING = r"(?:article|post|blog|blog ?post|page|webpage|website|site)"
_DATED = r"(?:published|written|posted|updated|revised|reviewed|released|made|come out|came out|go up|went up|put up|get written|last (?:updated|changed|reviewed))"
_PARTICULARS = re.compile(
    rf"\b(?:when|what (?:day|date|year|month)|how long ago|how recently)\b.{{0,24}}\b{_WRITING}\b.{{0,24}}\b{_DATED}\b"
    rf"|\b(?:when|what (?:day|date|year|month)|how long ago)\b.{{0,16}}\b{_DATED}\b.{{0,12}}\b{_WRITING}\b"
    rf"|\bhow (?:old|recent|up to date) is (?:the|this|your) {_WRITING}\b|\b(?:a|the|any) date (?:on|for|of|in) (?:the|this|your) {_WRITING}\b|^(?:the )?(?:publication|publishing|published) date$"
    rf"|\b(?:how many|which|what|any|no|list|lists|cites?|has|have|does|are there)\b.{{0,40}}\b{_WRITING}\b.{{0,30}}\b(?:references?|citations?|cites?|bibliography|footnotes|its sources)\b"
    rf"|\b(?:references|citations|footnotes|bibliography)\b.{{0,24}}\b(?:in|of|on|does|for|from)\b.{{0,8}}\b(?:the|this|your) {_WRITING}\b"
    rf"|\b(?:author|writer|authors)\b.{{0,24}}\b(?:a doctor|doctors|qualified|qualifications?|credentials|an expert|a nurse|a scientist|medical|name)\b",
    re.I,
)
"""When our article was written, by whom, and with which references: it says none of these."""
_THIS_DATED = re.compile(
    rf"^when (?:was|is|did) (?:this|it|that) (?:first |last )?{_DATED}$|^(?:how old|how recent) is (?:this|it)$", re.I
)
_AUTHORS = re.compile(
    r"^(?:are|is|were|was) (?:they|he|she|those people|these people) (?:(?:real|actual|actually|all|even|a|an|proper|qualified|medical|by any chance) )*(?:doctors?|experts?|scientists?|nurses?|dieti[ct]ians?|nutritionists?|qualified|medics?|professionals?|trained|specialists?)(?: or .{2,20})?$",
    re.I,
)
_DATES_ASKED = 14
"""Most words of such a question. A guess."""


def asks_particulars(text: str, is_first: bool) -> bool:
    """Whether it asks for the date, the author or the references of our article; "this" is it where nothing was said before."""
    bare = core(text).strip("?!. ")
    if len(bare.split()) > _DATES_ASKED:
        return False
    return bool(_PARTICULARS.search(bare) or (is_first and _THIS_DATED.match(bare)))


def asks_of_authors(text: str) -> bool:
    """Whether it asks what "they" are who were just asked about as authors."""
    return bool(_AUTHORS.match(core(text).strip("?!. ")))


def core(text: str) -> str:
    """The question without greetings and fillers before it."""
    return _FILLER.sub("", text.strip()).strip() or text.strip()


def is_yes_no(text: str) -> bool:
    """Whether it asks for a yes or a no."""
    bare = core(text)
    if _YES_NO.match(bare):
        return True
    return not _OPEN.match(bare) and bool(_YES_NO_INSIDE.search(bare))


def asks_about_article(text: str) -> bool:
    """Whether it asks what our article says."""
    return bool(_ARTICLE.search(text))


def said_of_article(text: str) -> tuple[str, ...]:
    """What a question says that our article says, a sentence each, without the words that say so."""
    if not asks_about_article(text):
        return ()
    sentences = [s.strip() for s in re.split(r"(?<=[.?!])\s+", text)]
    return tuple(dict.fromkeys(said for s in sentences if len((said := _SAID.sub("", s)).split()) > 2))


def small_talk(text: str) -> str | None:
    """A sort of `bot.courtesies`, `selling`, `accuracy`, `collected`, `origin`, `who` or `what` when that is all the message is; else None.

    What may be more than politeness is none of it.
    """
    bare = text.strip().strip("?!. ")
    if not re.search(r"\w", bare):
        return "empty"
    if polite := courtesy(text):
        return None if polite.is_judged else polite.sort
    if len(bare.split()) <= 14 and _SELLING.search(bare):
        return "selling"
    if len(bare.split()) <= 12 and _ACCURACY.search(bare):
        return "accuracy"
    if len(bare.split()) <= 12 and _SOURCES.search(bare):
        return "collected"
    if len(bare.split()) <= 12 and _ORIGIN.search(bare):
        return "origin"
    if len(bare.split()) <= 14 and _WHO.search(bare):
        return "who"
    if len(bare.split()) <= 12 and _WHAT.search(bare):
        return "what"
    return None
