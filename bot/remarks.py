"""Messages about the conversation itself: an answer that missed, a word of assent, where it is from, plainer words, weariness.

Only whole messages count: what says anything else besides is looked up. Knows nothing of health.
"""

from __future__ import annotations

import re
from typing import Literal

Remark = Literal["missed", "noted", "origin", "sources", "plain"]

_MUCH = r"(?:really |just |still |actually |even |exactly |quite |at all |very |so )*"
_NOT = r"(?:doesnt|didnt|does not|did not|hasnt|isnt|wasnt|is not|was not|dont|do not|not|wont|cant)"
_PATTERNS: tuple[tuple[Remark, tuple[str, ...]], ...] = (
    (
        "missed",
        (
            rf"(?:but |sorry |no )*(?:that|this|it|you)(?: still)? {_NOT} {_MUCH}(?:answer|address)(?:ed|ing)?(?: (?:my|the|that) question| me| it| that| what i asked)?",
            rf"(?:but |sorry |no )*(?:thats|that is|that was|this is|this isnt|that isnt|thats|its|it is|that wasnt)(?: {_MUCH})?(?:not )?{_MUCH}(?:what i (?:asked|meant|want(?:ed)?(?: to know)?|was asking|am asking)(?: for| about)?|my question|an answer|the answer|answering (?:me|my question))",
            r"(?:but |sorry |no )*(?:thats|that is|that was|this is|youre|you are) (?:not (?:very |really |at all )*(?:helpful|useful|relevant|right|listening|answering(?: me| my question)?)|useless|unhelpful|irrelevant|no help(?: at all)?|off topic|beside the point|rubbish|the wrong (?:answer|thing))",
            r"(?:but |sorry |no )*you (?:didnt|did not|havent|have not|dont|do not|arent|are not) (?:really |even )?(?:answer(?:ed|ing)?|understand|listen(?:ing)?|get it|read|hear)(?: (?:me|my question|the question|what i (?:asked|said|wrote|meant)|that|it))*",
            r"(?:but |sorry |no )*(?:thats |that is |this is |its )?(?:not what i (?:asked|meant)|wrong|not relevant|irrelevant|nothing to do with (?:it|my question|what i asked))",
            r"(?:but |sorry |no )*(?:i (?:didnt|did not|never) (?:ask|mean|say)(?: (?:about|for))? (?:that|this|it)|(?:this|that|it) (?:isnt|wasnt|hasnt|has|doesnt) (?:really |at all |very )*(?:helpful|helping|help|useful|relevant|nothing to do with (?:it|my question|what i asked)|anything to do with (?:it|my question|what i asked))|"
            r"what (?:has|does|have) (?:that|this|it) (?:got to do|have to do|to do) with (?:it|anything|my question|me)|why (?:are you telling|did you tell) me (?:that|this|all this))",
            r"(?:wrong answer|not helpful|no help|useless|try again|answer (?:my|the) question|you (?:misunderstood|misread|got (?:it|that|me) wrong)(?: me)?|that makes no sense|(?:no )?i asked (?:you )?(?:something|about something) else)(?: please)?",
        ),
    ),
    (
        "noted",
        (
            r"(?:h+m+|ah+|oh+|um+|m+h?m+|i see|right|ok i see|oh i see|ah i see|ah ok|oh ok(?:ay)?|interesting|(?:thats |very |how |that is |oh )*interesting|fair enough|fair point|good to know|noted|understood|makes sense|"
            r"(?:that |ok that |ok )makes sense|wow|lol|haha+|nice|sure|alright|all right|yes|yep|yeah|no|nope|yup|no thanks?(?: you)?|(?:no |nope |nothing )?(?:thats|that is|that will be) all(?: thanks| thank you| for now)?|"
            r"(?:ok )?(?:im |i am )?trying (?:the )?(?:\w+ )?\w+ (?:nite|night|goodnight|good night|bye)|(?:its |thats )?not (?:for )?me (?:btw|by the way)|(?:not (?:for )?me (?:btw |by the way )?)?(?:im|i am) (?:prepping|preparing|writing|giving|doing) (?:a|an|my) (?:lecture|talk|essay|paper|article|presentation|thesis|assignment)(?: for \w+)?|"
            r"no more questions|nothing else|never ?mind|doesnt matter|forget it|oh well|ok then|ok fine|fine|no worries|no problem|alright then|nice one|(?:ok )?will do|(?:ok )?(?:ill|i will|i might|i shall) (?:try (?:it|that|them)(?: out)?|do that|ask (?:my|a|the) (?:doctor|gp|pharmacist|nurse)|think about it|look into it|give it a (?:go|try))|thats (?:a relief|good|great|bad))",
        ),
    ),
    ("origin", (r"(?:and )?who (?:wrote|made|writes) (?:it|that|this|all this)",)),
    (
        "sources",
        (
            r"(?:and )?(?:where (?:is|are|was|were|did|do|does) (?:it|this|that|these|those|you|they|all this|all that)(?: (?:all|get|find|got|come|taken|coming|from|it|this|that|information|info))*|wheres (?:it|this|that|all this)(?: (?:from|taken from|coming from))?)",
            r"(?:says who|who (?:says|said)(?: (?:so|that|this|it))?|according to (?:who|whom|what)|(?:whats|what is|what are|whats) (?:your|the|that|its) (?:source|sources|reference|references)(?: (?:for|of) (?:it|that|this))?|(?:got |have |do you have |any )*(?:a |your |the )?(?:sources?|links?|references?|citations?)(?: (?:for|of) (?:it|that|this|what you said))?(?: please)?)",
            r"(?:can|could|may) (?:i|you) (?:see|read|have|get|show me|give me|send me|link)(?: me)? (?:the |a |that |those |these |your )?(?:study|studies|source|sources|paper|papers|link|links|research|original|reference|references)(?: please)?",
            r"can i (?:read|see) (?:it|that|them)(?: (?:myself|somewhere|online))?|(?:when|where) was (?:it|that|this)(?: (?:published|written|done|from))?|how old (?:is|are) (?:it|that|this|these)|who (?:did|said|published) (?:it|that|this)|is (?:it|that|this) from (?:a|the) (?:doctor|doctors|study|nhs|expert|real study)",
            r"(?:is|was|were|are) (?:that|this|the|it|those|these) ?(?:study|trial|research|studies|trials)? (?:done |made |carried out )?(?:in|on|with) (?:real )?(?:humans?|people|animals?|mice|rats|adults|women|men|patients)(?: or (?:humans?|people|animals?|mice|rats))?",
            r"(?:how (?:old|recent|new) (?:is|are|was|were)|when (?:is|was|were) (?:that|this|those|these|the) (?:study|studies|paper|research)?|what year (?:is|was)|who (?:did|made|wrote|paid for|funded|ran|conducted)|which|what) (?:it|that|this|those|these|the)? ?(?:study|studies|paper|papers|research|trial|trials|review|source)(?: (?:from|done|published|was that|is that|are those|written|made|of))*",
        ),
    ),
    (
        "plain",
        (
            r"(?:can|could|would|will) you (?:please )?(?:explain|say|put|write|repeat)(?: (?:it|that|this|me|all that))?(?: again)?(?: (?:in|more|a bit|to me|for me|like|using))*(?: (?:simpler|simply|simple|plain(?:er|ly)?|easier|normal|other|different|english|words|terms|language|way|im five|im 5|a child))+(?: please)?",
            r"(?:please )?(?:explain|summari[sz]e|clarify|rephrase|say that again|come again|tldr|tl dr|in short|(?:the |a )?(?:short|shorter|simple|simpler|quick) (?:version|answer|summary)|sum (?:it|that) up|what(?: exactly)? do you mean(?: by (?:that|this|it))?|so in other words|in other words|meaning|what)(?: (?:it|that|this|please))?|can you (?:please )?(?:explain|summari[sz]e|clarify|rephrase|shorten)(?: (?:it|that|this))?|(?:what does|so what does) (?:that|this|it|all that|all this) (?:actually |even )?mean",
            r"(?:in )?(?:simple|simpler|plain|plainer|normal|easier|laymans?|lay|english) ?(?:english|words|terms|language|please)(?: please)?|simpler please|eli5|i (?:dont|do not|didnt|cant) (?:really )?(?:understand|get it|follow)(?: (?:it|that|this|a word|any of (?:it|this|that)|what (?:that|this|it) means|you))?|"
            r"(?:its|thats|this is|that is|thats all|this is all) (?:too |very |so |really )*(?:complicated|technical|confusing|difficult|hard to understand|long)(?: for me)?|im (?:so |really |a bit )?(?:confused|lost)|huh|what do you mean|you(?:ve)? lost me|too (?:complicated|technical|long)",
        ),
    ),
)
_REMARKS = tuple((kind, re.compile("|".join(f"(?:{p})" for p in patterns))) for kind, patterns in _PATTERNS)
_THEM = r"(?:it|this|them|these|my legs?|these legs|the legs|restless legs?|my restless legs?|rls|my rls|having (?:this|rls|restless legs)|not sleeping|(?:these|the|such|all these) (?:sleepless )?nights|waking up|being awake|it all)"
_WEARY = re.compile(
    rf"(?:(?:god|oh|ugh|omg|sorry|and|but|well|honestly|ok|no|please|look) )*(?:"
    rf"(?:i ?a?m |im |i feel |am |feeling )?(?:just |so |really |very |completely |absolutely |totally |getting |feeling )*(?:tired|sick|fed up|exhausted|worn out|sick and tired|weary|frustrated|miserable|annoyed|knackered|drained|shattered)(?: (?:of|with|by|from) {_THEM})?(?: (?:now|already|every night|all the time))?"
    rf"|(?:i )?(?:really )?hate (?:it|this|my legs|these legs|rls|restless legs)(?: so much)?"
    rf"|{_THEM} (?:is|are|s) (?:just |so |really )*(?:driving me (?:mad|crazy|insane|nuts|up the wall|bonkers|round the bend)|awful|horrible|terrible|torture|a nightmare|exhausting|wearing me (?:out|down)|frustrating|annoying|unbearable at night)(?: (?:now|every night))?"
    rf"|(?:its|thats|this is) (?:just |so |really )*(?:driving me (?:mad|crazy|insane|nuts|up the wall|bonkers|round the bend)|awful|horrible|torture|a nightmare|exhausting|frustrating|wearing me (?:out|down)|so hard|so frustrating|not fair)"
    r"|(?:im|i am) (?:so |just |getting )?(?:desperate|at my wits? ?end|at the end of my tether)|this is (?:just |pure )?hell|i feel (?:so )?(?:awful|terrible|rotten)|(?:its|this is) ruining my (?:sleep|nights|evenings)|i (?:havent|have not) slept(?: (?:for|in) (?:days|weeks|ages|a week))?"
    r"|ugh+|i (?:just )?(?:want|need) (?:to|some) sleep|i (?:just )?want (?:my legs to stop|it to stop)"
    r")"
)
_SIGNS = re.compile(r"[^\w\s]+")
_SIGHS = re.compile(
    r"^(?:(?:gah+|ugh+|argh+|omg|oh|lol|haha+|hehe|whatever|man|god|dude|jeez|wow|hm+|well|yeah|ok(?:ay)?|right|look)\b ?)+(?=\w)"
)
"""What may stand before any of these and takes nothing away."""


def remark(text: str) -> Remark | None:
    """What a message says of the conversation, when that is all it says."""
    whole = _bare(text)
    found = (_remark(bare) for bare in dict.fromkeys((whole, _SIGHS.sub("", whole))))
    return next(filter(None, found), None)


def _remark(bare: str) -> Remark | None:
    return next((kind for kind, pattern in _REMARKS if pattern.fullmatch(bare)), None)


def is_weary(text: str) -> bool:
    """Whether somebody only says that they have had enough of their legs. Judged by the guards all the same."""
    return bool(_WEARY.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    """In small letters, without apostrophes and signs."""
    joined = text.lower().replace("’", "'").replace("'", "")
    return " ".join(_SIGNS.sub(" ", joined).split())
