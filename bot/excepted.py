"""What somebody does not eat ("no seeds, im allergic", "without dairy"): a later answer names something else. Knows no conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.entities import Entities
from ingest.lexical import terms

_FOOD = r"(?P<what>[\w -]{2,40})"
_FOR_GOOD = re.compile(
    rf"\b(?:allergic to|allergy to|intolerant (?:to|of)|react (?:badly )?to|(?:can ?not|can'?t|don'?t|never) (?:eat|have|drink|tolerate|do|stand)) (?:any |the |all )?{_FOOD}|\b(?P<kind>[\w-]+) (?:allergy|intoleran\w+)\b|\b(?P<diet>lactose[- ]intolerant|coeliac|celiac)\b",
    re.I,
)
"""Says so for the whole conversation."""
_BUT = re.compile(
    rf"\b(?:no|not|except(?: for)?|other than|apart from|besides|without|minus|but not) (?:any |the )?{_FOOD}", re.I
)
_ALLERGIC = re.compile(r"\ballerg\w+|\bintoleran\w+", re.I)
_ONLY = re.compile(
    r"^(?:(?:but|and|ok|oh|so|well|wait|btw|also|however|no|not|except|without|minus|other than|apart from|besides|i'?m|i am|i|am|im|my|son|daughter|is|he'?s|she'?s|hes|shes|allergic|allergy|have|has|a|an|to|any|the|for|can'?t|cannot|don'?t|eat|like|drink|tho|though|please|pls|cos|cuz|because|intolerant|of|ones?|vegan|vegetarian|coeliac|celiac|lactose)\b\W*)*$",
    re.I,
)
_KINDS = {
    "nut": "nut nuts almond cashew peanut walnut hazelnut pecan pistachio",
    "seed": "seed seeds chia sesame flax sunflower pumpkin",
    "dairy": "dairy milk cheese yoghurt yogurt",
    "lactos": "dairy milk cheese yoghurt yogurt",
    "soy": "soy soya tofu edamame",
    "gluten": "bread wheat grain grains cereal bran",
    "coeliac": "bread wheat grain grains cereal bran",
    "celiac": "bread wheat grain grains cereal bran",
    "fish": "fish salmon halibut mackerel tuna seafood",
}
"""Foods that are of a kind which somebody does not eat, as stems of that kind are named."""


def excepted(message: str, entities: Entities) -> tuple[str, ...]:
    """Stems of what a message says not to name."""
    found = [*_FOR_GOOD.finditer(message), *_BUT.finditer(message)]
    return tuple(dict.fromkeys(stem for match in found for stem in _stems(match, entities)))


def excepted_for_good(message: str, entities: Entities) -> tuple[str, ...]:
    """The same of what holds for later questions too."""
    if _ALLERGIC.search(message):
        return excepted(message, entities)
    return tuple(dict.fromkeys(stem for match in _FOR_GOOD.finditer(message) for stem in _stems(match, entities)))


def only_excepts(message: str, entities: Entities) -> bool:
    """Whether a message says nothing but that, so that the question before is asked again."""
    if not excepted(message, entities):
        return False
    for food in sorted(entities.find(message), key=lambda e: -e.start):
        message = message[: food.start] + message[food.end :]
    return bool(_ONLY.match(re.sub(r"\b(?:nuts?|dairy|lactose|gluten|fish|soya?|seeds?)\b", "", message, flags=re.I)))


def _stems(match: re.Match[str], entities: Entities) -> Sequence[str]:
    groups = match.groupdict()
    named = groups.get("kind") or groups.get("diet") or groups["what"]
    foods = [e.text for e in entities.find(named) if e.sort == "food"]
    stems = {stem for food in foods for stem in terms(food)}
    kinds = [kind for kind in _KINDS if any(stem.startswith(kind) for stem in terms(named))]
    return sorted(stems.union(*(terms(_KINDS[kind]) for kind in kinds)))
