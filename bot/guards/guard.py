"""The guards as the turn sees them: rules first, with nothing loaded; then the classifier, with the turn's own vector.

The whole conversation counts. After an emergency or crisis the conversation stays there until the visitor says that it
has been dealt with. A doubt is kept as a doubt: the turn goes on and says what to do if it is happening now.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from bot.answer import NOTICE_ORDER, NoticeKind, Outcome, Reason
from bot.guards.classes import GuardClass, load_classes
from bot.guards.normalise import folded, views
from bot.guards.parts import runs, stretches
from bot.guards.premise import grants, is_premise
from bot.guards.rules import RuleBook, load_rules
from bot.guards.ruling import OVER, PASS, Ruling, Severity
from ingest.embedder import Read
from ingest.everyday import Said
from ingest.guard_model import DECLINED, SEVERE, GuardModel

_LASTING = ("limit-pregnancy", "limit-kidney", "limit-child")
"""Said once, these hold for the rest of the conversation."""
_WEIGHT: tuple[Outcome, ...] = ("crisis", "emergency", "urgent", "declined")
"""Which outcome wins when a message has signs of several. A crisis keeps what else was said, see `_heaviest`."""
_LATCHED = ("emergency", "crisis")
"""Outcomes that a part of a long message is enough for."""
_CARE = _WEIGHT[:3]
"""Outcomes that a clause is enough for which no excuse speaks of."""
_SEVERE = (*_CARE, SEVERE)
"""Labels of the classifier that say that someone needs help."""
_OVERDOSE = "emergency-overdose"
_POISONING = (_OVERDOSE, "emergency-high-magnesium")
"""Classes in which something was taken or has built up: the poison line is for these."""
_CLASSIFIED_LIMITS = 2
"""Limits the classifier may add to those the rules found; more notices than that bury the answer. A guess."""
_RESOLVED = "resolved"
_IN_SCOPE_COSINE = 0.62
"""A message this close to what the corpus answers is not declined as off topic or abuse by the classifier alone. A guess."""
_LIKELIER_THAN_NOT = 0.5
"""What all declined classes together must have for one of them to count: "why more women?" is near some abuse and declined by
nothing else. On three development splits it spares a third of the questions in scope that were declined, 3.4 to 2.2 %, for 0.866
to 0.853 of recall."""
_NOT_IN_SCOPE = ("declined-off-topic", "declined-abuse")
_SHORT = 200
"""Letters up to which two messages in a row are read as one too; what is longer stands for itself. A guess."""
_CHANCES = 1.0
"""How much less likely than the message itself a part of a long one is taken to be a danger, for each part and run of parts looked at.
Of the 100 long harmless stories of the cases the classifier takes 64 for danger without it and 7 with it, of the 60 with a danger in
them 60 and 52; the others are in doubt. Measured once, by a research script; docs/decisions/0004."""
_NO_CHANCE = 20
"""Rows beside the message that are no matter of chance: a follow-up as it stands alone, the few parts of a message that is short but for its padding."""


class Heard(NamedTuple):
    """What rules find in one message of a conversation: classes, each with the first rule that held."""

    hits: Mapping[str, str]
    in_two: Mapping[str, str]
    """Emergencies and crises that it tells of only together with the message before."""


class Guards:
    """Rules and classes of one corpus folder."""

    def __init__(self, rules: RuleBook, classes: Mapping[str, GuardClass]) -> None:
        self._rules = rules
        self._classes = classes
        self._latched, self._care = self._with_outcome(_LATCHED), self._with_outcome(_CARE)
        self._local = self._with_outcome(_WEIGHT)

    @classmethod
    def load(cls, folder: Path) -> Guards:
        """Read a guard folder.

        Raises:
            TextsInvalid: A file is missing or cannot be read.
        """
        return cls(load_rules(folder), load_classes(folder))

    def hear(self, messages: Sequence[str]) -> tuple[Heard, ...]:
        """What rules find in each of the visitor's messages, oldest first; the part of triage that takes time."""
        heard: list[Heard] = []
        before = ""
        for message in messages:
            hits = self._hits(message)
            heard.append(Heard(hits, self._told_in_two(before, message, hits)))
            before = "" if _RESOLVED in hits else message
        return tuple(heard)

    def triage(self, messages: Sequence[str], seen: Sequence[str] = ()) -> Ruling:
        """Decide by rules, and by what else was seen earlier, whether the conversation needs something other than an answer; see `ruled`."""
        return self.ruled(self.hear(messages), seen)

    def ruled(self, heard: Sequence[Heard], seen: Sequence[str] = ()) -> Ruling:
        """The ruling on a conversation.

        Args:
            heard: From `hear`, of the visitor's messages, oldest first; all of them count.
            seen: For each message, as far as known, "emergency" or "crisis" where more than rules took it for one.

        Returns:
            A ruling; without an outcome it has the limits that go with an answer to the latest message.
        """
        state, lasting = PASS, set[str]()
        hits: Mapping[str, str] = {}
        for (hits, in_two), noticed in zip(heard, chain(seen, repeat("")), strict=False):
            state = self._after(state, hits if state.is_latched else {**hits, **in_two}, noticed)
            lasting |= {name for name in hits if name in _LASTING}
        if state.outcome is not None:
            return state
        return replace(self._limited({*hits, *lasting}), is_over=state.is_over)

    def declines(self, heard: Heard) -> bool:
        """Whether a message would be declined by itself."""
        return self._heaviest(heard.hits).outcome == "declined"

    def widen(self, ruling: Ruling, standalone: str) -> Ruling:
        """Add the limits that only show once a follow-up stands alone ("what about with levothyroxine?")."""
        found = self._limited(set(self._rules.hits(views(standalone))))
        return replace(
            ruling,
            limits=_ordered({*ruling.limits, *found.limits}),
            wants_product=ruling.wants_product or found.wants_product,
        )

    def judge(
        self,
        ruling: Ruling,
        model: GuardModel | None,
        texts: Sequence[Said],
        read: Read,
        nearest: float = 0.0,
        spellings: int = 1,
    ) -> Ruling:
        """Add what the classifier sees in the latest message. It makes a ruling with an outcome heavier or leaves it.

        Args:
            ruling: From `triage`.
            model: The build's classifier; None leaves the ruling as it is.
            texts: The message and its parts, from `judged_texts`, as the classifier reads them. Parts can only tell of danger.
            read: Their English, as the embedder reads it.
            nearest: Cosine of the nearest thing the corpus answers.
            spellings: How many texts, from the first, are the whole message.
        """
        if model is None or ruling.is_latched:
            return ruling
        every = model.probabilities(*runs(texts, read.vectors, model.noticed(read), model.together, spellings))
        return self.weighed(
            ruling,
            model,
            every,
            nearest,
            in_english=model.in_english(texts),
            spellings=spellings,
            is_granted=any(grants(text.written) for text in texts[:spellings]),
        )

    def weighed(
        self,
        ruling: Ruling,
        model: GuardModel,
        every: NDArray[np.float32],
        nearest: float = 0.0,
        *,
        in_english: bool | None = True,
        spellings: int = 1,
        is_granted: bool = True,
    ) -> Ruling:
        """What `judge` makes of probabilities; a latched ruling stays.

        Who says that it is over tells of it once more: what the classifier finds in that message is a doubt.

        Of many parts of a long message one soon looks like a danger by chance, so the odds of each are lowered with their number;
        what a part would be taken for but for that is a doubt.

        A slip looks odd, and what looks odd is soon in doubt: of a message in several spellings each may decide, and it is
        in doubt when all of them are.

        Args:
            ruling: From `triage`.
            model: The build's classifier.
            every: Its probabilities for the message, in each spelling, then for its parts, shape (n, labels).
            nearest: Cosine of the nearest thing the corpus answers.
            in_english: Whether the message is, or None for one of several languages; others have thresholds of their own.
            spellings: How many rows, from the first, are the whole message.
            is_granted: Whether the message's words grant something, or nobody has looked.
        """
        if ruling.is_latched:
            return ruling
        is_severe = np.array([name in _SEVERE for name in model.labels])
        alone = model.decided(np.where(is_severe, every.max(axis=0), 0), in_english=in_english)
        every = np.concatenate([every[:spellings], _by_chance(every[spellings:])])
        p = np.where(is_severe, every.max(axis=0), every[0])
        in_all = np.concatenate([every[:spellings].min(axis=0, keepdims=True), every[spellings:]]).max(axis=0)
        decided = model.decided(p, in_english=in_english)
        doubted = model.doubted(np.where(is_severe, in_all, p), in_english=in_english)
        likely = dict(zip(model.labels, map(float, p), strict=True))
        outcome = self._classified(decided, likely, nearest)
        if ruling.outcome is not None:
            return outcome if outcome is not None and outcome.is_latched else ruling
        if outcome is not None and ruling.is_over and outcome.outcome in _CARE:
            return replace(ruling, is_undecided=True, may_be_crisis=outcome.outcome == "crisis")
        if outcome is not None:
            return replace(outcome, limits=ruling.limits)
        doubted |= alone
        may_be_crisis = "crisis" in doubted or (SEVERE in doubted and _likeliest(likely) == "crisis")
        likeliest = sorted((n for n in decided if n.startswith("limit-")), key=lambda name: -decided[name])
        limits = self._notices(likeliest[:_CLASSIFIED_LIMITS]) | set(ruling.limits)
        if in_english is not False and not is_premise(likely, "premise" in ruling.limits, is_granted=is_granted):
            limits.discard("premise")
        return replace(
            ruling,
            limits=_ordered(limits),
            wants_product=ruling.wants_product or "limit-product" in decided,
            is_undecided=any(name in _SEVERE for name in doubted),
            may_be_crisis=may_be_crisis,
        )

    def raised(self, ruling: Ruling, severity: Severity | None) -> Ruling:
        """The ruling, or the heavier one that somebody else found; a ruling is never made lighter."""
        if severity is None or (
            ruling.outcome is not None and _WEIGHT.index(ruling.outcome) <= _WEIGHT.index(severity)
        ):
            return ruling
        raised = _severe(severity)
        return replace(raised, bodily=raised.bodily or ruling.bodily, is_poisoning=ruling.is_poisoning)

    def _hits(self, message: str) -> dict[str, str]:
        """Classes whose rules hold for a message; of a long one's parts, those of emergencies and crises.

        What excuses a word in one sentence excuses it in that sentence only, and each may be in a language of its own.
        """
        parts = [folded(part) for part in stretches(message)]
        return self._rules.hits(views(message), parts, self._latched, message, self._care, self._local)

    def _told_in_two(self, before: str, message: str, hits: Container[str]) -> dict[str, str]:
        """Emergencies and crises that two messages tell of only together: "my toddler opened the bottle", "he ate maybe 5"."""
        if not before or _RESOLVED in hits or max(len(before), len(message)) > _SHORT:
            return {}
        joined = views(f"{before}. {message}")
        return {name: rule for name, rule in self._rules.hits(joined).items() if name in self._latched}

    def _with_outcome(self, outcomes: Container[str]) -> set[str]:
        return {name for name, found in self._classes.items() if found.outcome in outcomes}

    def _limited(self, names: set[str]) -> Ruling:
        return Ruling(limits=_ordered(self._notices(names)), wants_product="limit-product" in names)

    def _after(self, state: Ruling, hits: Mapping[str, str], noticed: str) -> Ruling:
        """The conversation's state after one more message; one that says it is over says no more than that."""
        found = self._heaviest(hits)
        if noticed in _LATCHED and not found.is_latched and _RESOLVED not in hits:
            found = _severe(cast(Severity, noticed))
        if not state.is_latched:
            return found
        if found.is_latched:
            return found if _RESOLVED in hits else _joined(state, found)
        if _RESOLVED in hits:
            return OVER if found.outcome is None else found
        return replace(state, is_repeated=True)

    def _heaviest(self, names: Iterable[str]) -> Ruling:
        """The ruling for the weightiest of the classes named.

        A crisis wins over an emergency, which is kept in `bodily` and `is_poisoning`: the reply has the words for both.
        Among emergencies one of the body comes before an overdose, because it says to call an ambulance.
        """
        known = [self._classes[name] for name in names if name in self._classes]
        bodily = [c.name for c in known if c.outcome == "emergency" and c.name != _OVERDOSE]
        for outcome in _WEIGHT:
            found = sorted((c for c in known if c.outcome == outcome), key=lambda c: c.name == _OVERDOSE)
            if found:
                is_poisoning = any(c.name in _POISONING for c in known)
                return replace(self._ruling(found[0]), bodily="".join(bodily[:1]), is_poisoning=is_poisoning)
        return PASS

    def _ruling(self, found: GuardClass) -> Ruling:
        return Ruling(cast(Outcome, found.outcome), cast("Reason | None", found.reason), found.name)

    def _classified(self, decided: Mapping[str, float], likely: Mapping[str, float], nearest: float) -> Ruling | None:
        severe = [outcome for outcome in _WEIGHT[:3] if outcome in decided]
        if not severe and SEVERE in decided:
            severe = [_likeliest(likely)]
        if severe:
            return _severe(cast(Severity, severe[0]))
        declined = {name: p for name, p in decided.items() if name.startswith("declined-")}
        if likely.get(DECLINED, 1.0) < _LIKELIER_THAN_NOT:
            declined = {}
        if not declined and DECLINED in decided:
            declined = {name: p for name, p in likely.items() if name.startswith("declined-")}
        if nearest >= _IN_SCOPE_COSINE:
            declined = {name: p for name, p in declined.items() if name not in _NOT_IN_SCOPE}
        if not declined:
            return None
        return self._ruling(self._classes[max(declined, key=lambda name: declined[name])])

    def _notices(self, names: Iterable[str]) -> set[str | None]:
        return {
            self._classes[name].notice
            for name in names
            if name in self._classes and self._classes[name].outcome == "limit" and name != "limit-product"
        }


def _likeliest(likely: Mapping[str, float]) -> Outcome:
    """Which kind of help a message that plainly needs some needs most likely."""
    return max(_WEIGHT[:3], key=lambda name: likely.get(name, 0.0))


def _by_chance(parts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of parts, so that many of them are not soon taken for a danger that one is not: their odds are shared out among them."""
    share = np.float32(max(1.0, _CHANCES * (len(parts) - _NO_CHANCE)))
    return np.asarray(parts / (parts + share * (1 - parts)), dtype=np.float32)


def _severe(severity: Severity) -> Ruling:
    """The ruling when nothing tells more than how severe it is."""
    return Ruling(severity, None, severity, bodily="emergency" if severity == "emergency" else "")


def _joined(state: Ruling, found: Ruling) -> Ruling:
    """One ruling for what was said earlier and is not over, and what is said now: neither is dropped."""
    heavier = state if state.outcome == "crisis" else found
    return replace(
        heavier,
        bodily=found.bodily or state.bodily,
        is_poisoning=found.is_poisoning or state.is_poisoning,
        is_repeated=False,
    )


def _ordered(kinds: Iterable[str | None]) -> tuple[NoticeKind, ...]:
    wanted = set(kinds)
    return tuple(kind for kind in NOTICE_ORDER if kind in wanted)
