"""What is taken out beside the library's own finds, and what must stay, as patterns for the `regex` module.

`(?<=...)` looks back over words of any length. Capital letters count, so only the words around a name ignore case.
"""

from __future__ import annotations

from babel.dates import get_month_names

_LANGUAGES = ("en", "es", "fr", "de", "pt", "hi", "ar", "zh")

# Names ----------------------------------------------------------------------------------------------------------------
_CAPITAL = r"\p{Lu}(?:[\p{Ll}\p{M}]+|(?=['’]))(?:['’-]\p{Lu}?[\p{Ll}\p{M}]+)*"
_PARTICLE = r"(?:van|von|der|den|de|da|do|dos|del|della|la|le|al|bin|bint|el)"
_FULL = rf"{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*(?:{_CAPITAL}|\p{{Lu}}\.))*"
_ANY = rf"(?:{_FULL}|[\p{{L}}\p{{M}}'’-]+(?:\s+{_FULL})?)"
_SAYS_A_NAME = (
    r"my (?:full |first |last |sur)?name(?:'s|’s| is)|(?:i am|i'm|i’m) called|"
    r"me llamo|mi nombre es|je m['’]appelle|mon nom est|ich hei(?:ß|ss)e|mein name ist|"
    r"meu nome (?:é|e)|(?:eu )?me chamo|chamo-me"
)
_MAY_SAY_A_NAME = r"i am|i'm|i’m|this is|call me|soy|je suis|sou(?: (?:o|a))?|aqui é(?: (?:o|a))?|regards|cheers|gr(?:ü|u)(?:ß|ss)e|saludos|cordialement|abra(?:ç|c)os?"
_TITLE = (
    r"mr|mrs|ms|miss|mx|dr|doctor|prof|professor|nurse|sister|herr|frau|señor|señora|sr|sra|dra|doctora|"
    r"monsieur|madame|mme|mlle|docteur|senhor|senhora|doutor|doutora|dona"
)
_RELATIVE = (
    r"husband|wife|partner|son|daughter|mother|mum|mom|father|dad|brother|sister|friend|boyfriend|girlfriend|"
    r"doctor|gp|neurologist|pharmacist|grandmother|grandma|grandfather|grandpa|"
    r"mann|frau|sohn|tochter|mutter|vater|bruder|schwester|freundin|freund|"
    r"marido|esposo|esposa|mujer|hijo|hija|madre|padre|hermano|hermana|filho|filha|mãe|pai|irmão|irmã|"
    r"mari|femme|fils|fille|mère|père|frère|sœur"
)
_MY = r"my|our|his|her|mein|meine|meinem|meiner|meinen|mi|mon|ma|meu|minha"
_NAMES = (
    rf"(?<=\b(?i:{_SAYS_A_NAME})[\s:,]+){_ANY}",
    rf"(?<=\b(?i:{_MAY_SAY_A_NAME})[\s,!.]+){_FULL}",
    rf"(?<=\b(?i:ich bin)\s+(?i:der |die )?){_CAPITAL}\s+{_CAPITAL}",
    rf"(?<=\b(?i:{_TITLE})\b\.?\s+){_FULL}",
    rf"(?<=\bM\.\s+){_FULL}",
    rf"(?<=\b(?i:(?:{_MY})\s+(?:{_RELATIVE}))[\s,]+(?i:(?:is |was )?(?:called|named)\s+)?){_FULL}",
    rf"(?<=\b(?i:thanks|thank you|best wishes|yours|love)[,!.]*\s+){_FULL}(?=[\s.!]*\Z)",
    r"(?<=(?:मेरा नाम|मेरे पति का नाम|मेरी पत्नी का नाम)\s+)[\p{L}\p{M}]+(?:\s+(?!है|हैं)[\p{L}\p{M}]+){0,2}",
    r"(?<=(?:श्री|श्रीमती|डॉ\.?|डॉक्टर)\s+)(?!से|को|ने|के|की|का|और)[\p{L}\p{M}]+",
    r"(?<=\b(?:اسمي|إسمي|أنا اسمي)\s+(?:هو\s+)?)[\p{L}\p{M}]+(?:\s+(?!و|من|عمري|أنا|ا?بلغ)[\p{L}\p{M}]+)?",
    r"(?<=\b(?:السيد|السيدة|الدكتور|الدكتورة|د\.)\s+)[\p{L}\p{M}]+",
    r"(?<=(?:我叫|我的名字是|我的名字叫|我名叫|姓名[:：]?\s*))\p{Han}{2,3}",
    r"(?<![\w.@])@\w{3,}",
)

# Dates ----------------------------------------------------------------------------------------------------------------
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[89]|20)\d\d"


def _months() -> str:
    names = {
        name.rstrip(".")
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, "format", language).values()
        if len(name) > 2 and not name[0].isdigit()
    }
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


_NAMED = rf"(?i:{_months()})\.?"
_BORN = r"(?i:born(?: on)?|dob|d\.o\.b\.?|date of birth|birthday(?: is)?|geboren(?: am)?|geburtsdatum|née? le|nacid[oa] el|nascid[oa] em)"
_DATES = (
    rf"(?<!\d){_DAY}[./-]{_MONTH}[./-](?:{_YEAR}|\d\d)(?!\d)",
    rf"(?<!\d){_MONTH}[./-]{_DAY}[./-](?:{_YEAR}|\d\d)(?!\d)",
    rf"(?<!\d){_YEAR}[./-]{_MONTH}[./-]{_DAY}(?!\d)",
    rf"(?<!\d){_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号]",
    rf"(?<!\d){_DAY}(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+|do\s+)?{_NAMED},?\s+(?:de[l]?\s+|do\s+)?{_YEAR}(?!\d)",
    rf"\b{_NAMED}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
    rf"(?<={_BORN}[\s:]+){_DAY}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{_NAMED}",
    rf"(?<={_BORN}[\s:]+)\d{{6,8}}(?!\d)",
)

# Addresses ------------------------------------------------------------------------------------------------------------
_WORDS = r"(?:[\p{L}\p{M}'’.-]+\s+){1,3}"
_HOUSE = r"\d{1,5}\s?[A-Za-z]?"
_TOWN = r"\p{Lu}[\p{L}\p{M}-]+(?:\s\p{Lu}[\p{L}\p{M}-]+)*"
_PLACE = rf"(?:,?\s+(?:[A-Z]-)?\d{{4,6}}(?:-\d{{3,4}})?\b(?:\s+{_TOWN})?)?(?:,\s*{_TOWN})?"
_ADDRESSES = (
    rf"(?<![\w.,])(?i:(?:flat|apt|apartment|unit|suite)\s*\d+\w?,?\s*)?\d{{1,5}}[A-Za-z]?,?\s+{_WORDS}(?i:(?:street|road|avenue|lane|drive|court|boulevard|crescent|terrace|square|gardens|highway|parkway|close|grove|mews)\b|(?:st|rd|ave|ln|blvd|hwy)\b\.?){_PLACE}",
    rf"\b[\p{{L}}\p{{M}}-]*(?i:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|damm|ufer)\s+{_HOUSE}\b{_PLACE}",
    rf"(?<!\w)(?:\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+)(?i:rue|avenue|boulevard|chemin|impasse|allée|place|quai)(?:\s+[\p{{L}}\p{{M}}'’-]+){{1,5}}{_PLACE}",
    rf"\b(?i:calle|avenida|av\.|plaza|paseo|carrera|rua|travessa|praça|alameda|estrada)\s+(?:[\p{{L}}\p{{M}}'’.-]+\s+){{0,4}}[\p{{L}}\p{{M}}'’.-]+,?\s+(?i:n[º°o]\.?\s*)?\d{{1,5}}\b{_PLACE}",
    r"(?<!\w)(?i:[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d(?!\w)",
    r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?(?!\d)",
    r"(?<=(?i:zip|zip code|postcode|post code|plz|code postal|código postal|cep|पिन कोड|الرمز البريدي|邮编)[\s:]+)[\w-]{4,10}",
    r"(?:मकान|गली|फ्लैट|प्लॉट)\s*(?:नंबर|नं\.?|संख्या)\s*\d+[\p{L}\p{M}\d\s,/-]{0,40}",
    r"شارع\s+[\p{L}\p{M}]+(?:\s+[\p{L}\p{M}]+)?(?:،?\s*(?:رقم\s*)?\d+)?",
    r"(?:\p{Han}{2,6}[省市区县])*\p{Han}{1,6}[路街道巷弄]\s?\d+\s?[号弄](?:\s?\d+[-\p{Han}\d]*[室楼])?",
)

# Numbers --------------------------------------------------------------------------------------------------------------
_NUMBERS = (
    r"(?<![\w.,])[+(]?\d(?:[ \u00a0().-]{0,2}\d){6,}(?!\w)",
    r"(?<=(?i:\b(?:mrn|nhs|nino|ssn|aadhaar|passport|policy|insurance|patient|member|account|kvnr|cpf|dni|nie|social security)(?:\s+(?:no|number|id|nr|num))?\b\.?[\s:#]{0,3}(?:is )?))(?=[\w-]*\d)[\w-]{4,20}",
    r"(?<!\w)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)",
)

FOUND = {"DATE": _DATES, "NAME": _NAMES, "ADDRESS": _ADDRESSES, "NUMBER": _NUMBERS}
"""What is taken out, by what stands in its place. Where two find the same, the first one names it."""

# What stays -----------------------------------------------------------------------------------------------------------
_AMOUNT = r"(?:\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d{1,7})(?:[.,]\d+)?"
_UNIT = (
    r"(?:million|billion|mg|mcg|µg|μg|ug|g|kg|ml|l|dl|iu|ie|ui|mmol|µmol|nmol|pmol|meq|ng|pg|%|mm|cm|hours?|hrs?|h|minutes?|min|days?|"
    r"weeks?|months?|years?|participants|patients|people|adults|women|men|毫克|克|微克|毫升|年|个月|周|天|小时|岁|"
    r"मिलीग्राम|मिग्रा|ग्राम|साल|ملغ|مجم|ملغم|غرام|غ|سنة|Stunden|Tage|Wochen|Monate|Jahre|heures|jours|semaines|mois|ans|"
    r"horas|días|semanas|meses|años|dias|anos)"
)
KEPT = (
    r"\b10\.\d{4,9}/[^\s\"<>]+",
    r"\bhttps?://(?:dx\.)?doi\.org/\S+",
    r"\b(?:PMID|PMCID|ISRCTN|NCT|PMC)[\s:]*\d{4,10}\b",
    rf"(?<![\w.+])(?:(?:19|20)\d\d[,:]?\s+)?{_AMOUNT}(?:\s*(?:[-–/,xX×+]|to|or|and|bis|à|a|o|ou|oder|und|y|et)\s*{_AMOUNT}){{0,5}}\s?{_UNIT}(?:/\w+)*(?!\w)",
    r"(?<!\d)\d{1,3}\s?[-–]\s?\d{1,3}(?:[,;]?\s+\d{1,3}\s?[-–]\s?\d{1,3})+(?![\d-])",
    r"(?<!\d)(?:19|20)\d\d(?:\s*(?:[-–/,&]|to|and|or|bis|und|à|et|y|e|a)?\s*(?:19|20)\d\d)+(?!\d)",
    r"\b(?:ferritin|ferritina|ferritine|magnesium|hemoglobin|haemoglobin|transferrin|tsat|egfr|gfr|creatinine|vitamin [a-z]\d?\d?|b12|tsh|hba1c|bp)\W{0,3}(?:of|was|is|level|:|=|at)?\W{0,2}\d{1,7}(?:[.,/]\d+)?(?!\d)",
)
"""What stays: DOIs, study numbers, amounts and times with their unit, rows of ranges and years, laboratory values."""
