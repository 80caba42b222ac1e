"""How visitors say that they stop a medicine, take less of it or leave it out."""

from __future__ import annotations

import re

STOPS = re.compile(
    r"\b(?:stop\w*|quit\w*|come off|coming off|came off|off (?:it|them|my)|get off|wean\w*|taper\w*|withdraw\w*|cold turkey|skip\w*|miss(?:ed|ing)?|drop\w*|ditch\w*|bin|binned|thr[eo]w\w*|give up|giving up|"
    r"leave out|without|ran out|run out|no longer|lower|less|reduc\w+|halve|cut)\b",
    re.I,
)
