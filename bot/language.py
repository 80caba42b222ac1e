"""Which language a message is in. The only module that knows lingua."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

SUPPORTED = ("en", "es", "fr", "de", "pt", "hi", "ar", "zh")
"""Languages the bot has wording in; a message in another one gets the English wording."""

_SCRIPTS = (
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ar", re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]{3}")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
)
_LATIN = ("ENGLISH", "SPANISH", "FRENCH", "GERMAN", "PORTUGUESE", "ITALIAN", "DUTCH", "POLISH", "TURKISH")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    """a about after all am an and any anyone are as at be because been before being best better but by can could did
    do does doing dont every feel for from get give go good had has have having he help her him his how i if in into
    is it its just keep know leg legs like long make many me more much my need no not now of on or other our out
    over people please rls she should since some stop take than that the their them there they this to too up was we
    what when where which who why will with without work would you your""".split()
)
_NAME = re.compile(
    r"rls|plm[ds]?|ss?ris?|mg|magnesium|ferritin|serum|placebo|fibromyalgia|\w{3,}(?:ine|ole|lin|pam|pin|tin|ide|ate|ium|dol|ol|opa|one|zant|yl|ation|sion|sia|ous)s?"
)
"""Names and learned words that several languages share, or that look foreign in English; they tell nothing."""
_SHARED = frozenset("me no will an in so was do as on or has her not am a".split())
"""English words that Spanish, French, German or Portuguese have too: alone they do not make a message English."""
_OWN = {
    code: frozenset(words.split())
    for code, words in {
        "es": """yo no estoy quiero puedo tengo me mi mis muy una con para los las el que de es y por al usted en del un sin pero o
            hay hace hago cuanto cuánto cuanta cuánta cuantos cuántos cual cuál cuales cuáles como cómo cuando cuándo donde dónde qué
            tiene tienen sirve ayuda dosis piernas pierna inquietas noche dormir sueño embarazo embarazada hierro magnesio falta
            sintomas síntomas calambre calambres remedio tomar cura sindrome síndrome alimentos vitamina si ya algo mejor peor
            más mas también tambien esto eso ese hola buenas gracias tomo q xq""",
        "fr": """je j ne n pas suis veux peux mon ma mes les des une avec pour et est que de la c qui le il elle t du au vous dans un ou
            sans combien quel quelle quels quelles comment pourquoi quand où sont peut faut jambe jambes repos sommeil nuit dormir fer
            grossesse enceinte crampe crampes carence médicament traitement magnésium cest ça ca svp bjr moins mieux aussi
            marche sert contre bonjour salut merci""",
        "de": """ich nicht bin will kann habe mein meine und der die das mit ist zu im auf mir mich wie wieviel viel welche welcher
            welches warum wann wo hat haben ohne gegen bei bein beine beinen unruhige unruhigen eisen nachts schlaf schwanger
            schwangerschaft wadenkrämpfe hilft nehmen tabletten nebenwirkungen von als besser oder wenn dass noch schon auch
            nur beim vom zum zur seit wird sind hallo danke""",
        "pt": """eu não nao estou quero posso tenho me meu minha muito uma com para os as o que de é e por em no na da dos das um sem
            mas ou à há faz faço quanto quanta quantos quantas qual quais como quando onde tem têm serve ajuda pernas perna
            inquietas noite dormir sono gravidez grávida gravida ferro magnesio magnésio falta sintomas cãibra caibra caimbra cãibras
            caibras caimbras remedio remédio tomar cura sindrome síndrome alimentos vitamina piora vc tb tbm também pra pro isso
            esse essa melhor pior mais oi olá ola obrigado obrigada blz né msm vdd pq""",
    }.items()
}
"""Little words of each language, and what is asked here; two of them, more than any other language has, tell a short message."""
_ROMAN_WORD = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_ROMAN = {
    code: frozenset(words.split())
    for code, words in {
        "hi": """hai hain h ka ki ke ko kya kyu kyun kyon mein se nahi nhi mera meri mere mujhe mujhko ho hoti hota hote raha rahi
            bhi aur ye yeh wo woh tha thi maine bahut bohot kitna kitni kitne kaise kab kaun kis kisi sakta sakte sakti karu karun
            karna kare karo raat pair pairo pairon dard dawa dawai chahiye lena le lu lun wala wali kuch koi sabse zyada jyada
            sharab chai khana khane batao bataiye bhai ji apne ghar din roz kam hona""",
        "ar": """ana el al lel fel bel mesh mish mush leh leish shu sho kam lazem momken hal ya3ni 3andi 3andy 3ndi 3ala 3an fi
            fy wala walla aw men ila howa heya regly rijli reglein sa2een el7adid bel2leil leil mofeed yosabeb ysabeb betzawed
            keda kda bas eh aih 7amel ezay kwayes""",
    }.items()
}
"""Words of Hindi and Arabic as phones write them in Latin letters; two tell a message. "me", "to", "is", "do" are left out: English has them."""
_SURE, _LIKELY, _AHEAD = 0.75, 0.45, 2.5
"""Confidence that is enough alone; that is enough when it is so many times the next language's. Guesses on the side of
English, since a false 'other language' puts a needless notice on the answer; tests/unit measures them on short messages."""
_NEIGHBOURS = {"SPANISH", "PORTUGUESE"}
"""Close enough to share a short message's confidence; the better one is taken."""


def detect(text: str) -> str:
    """ISO 639-1 code of the language `text` is most likely in; `en` when it cannot be told."""
    return told(text) or "en"


def told(text: str) -> str:
    """The same; empty when neither its words nor its letters tell."""
    letters = len(_WORD.findall(text)) and sum(c.isalpha() for c in text)
    for code, script in _SCRIPTS:
        found = script.findall(text)
        if found and sum(map(len, found)) * 3 >= letters:
            return code
    words = [w.lower() for w in _WORD.findall(text)]
    english = [w for w in words if w in _ENGLISH]
    if len(english) * 3 >= len(words) and not _SHARED.issuperset(english):
        return "en"
    return _latin(text) if len(words) > 1 else ""


def romanised(text: str) -> str:
    """`hi` or `ar` of a message in Hindi or Arabic that is written in Latin letters; else empty."""
    if not text.isascii():
        return ""
    words = _ROMAN_WORD.findall(text.lower())
    english = sum(word in _ENGLISH - _SHARED for word in words)
    found = {code: sum(word in own for word in words) for code, own in _ROMAN.items()}
    code = max(found, key=lambda code: found[code])
    return code if found[code] >= 2 and found[code] > english else ""


def _latin(text: str) -> str:
    whole = _ranked(text)[0]
    if whole.value >= _SURE:
        return _code(whole)
    said = frozenset(_WORD.findall(text.lower()))
    own = {code: len(words & said) for code, words in _OWN.items()}
    most = max(own.values())
    likely = [code for code, count in own.items() if count == most]
    if most >= 2 and len(likely) == 1:
        return likely[0]
    best, second = _ranked(" ".join(w for w in _WORD.findall(text.lower()) if not _NAME.fullmatch(w)))
    if best.value >= max(_LIKELY, _AHEAD * second.value):
        return _code(best)
    is_either = {best.language.name, second.language.name} == _NEIGHBOURS and best.value + second.value >= _SURE
    return _code(best) if is_either or (most >= 2 and _code(best) in likely) else ""


def _ranked(text: str) -> Sequence[Any]:
    """The two likeliest languages, best first, each with its confidence in `value`."""
    return _detector().compute_language_confidence_values(text)[:2]  # type: ignore[no-any-return]


def _code(found: Any) -> str:
    return str(found.language.iso_code_639_1.name).lower()


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(*(getattr(Language, name) for name in _LATIN)).build()


def warm() -> None:
    """Load the detector now rather than with the first message."""
    _latin("restless legs")
