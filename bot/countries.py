"""Countries and their people as questions and studies name them."""

from __future__ import annotations

COUNTRIES = (
    "saudi(?: arabia)?",
    "iran(?:ian)?",
    "turk(?:ey|ish)",
    "chin(?:a|ese)",
    "german[ys]?",
    "spain|spanish",
    "france|french",
    "ital(?:y|ian)",
    "norway|norwegian",
    "sweden|swedish",
    "denmark|danish",
    "finland|finnish",
    "austrian?",
    "switzerland|swiss",
    "poland|polish",
    "greece|greek",
    "belgium|belgian",
    "dutch|netherlands|holland",
    "ireland|irish",
    "canad(?:a|ian)s?",
    "australian?",
    "new zealand",
    "japan(?:ese)?",
    "(?:south )?korean?",
    "indian?",
    "taiwan(?:ese)?",
    "brazil(?:ian)?",
    "egypt(?:ian)?",
    "israeli?",
)
"""A pattern for each, to be searched between word ends in any case. British and American are none: half of the sources are, and "us" is a pronoun."""
