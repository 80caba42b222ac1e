"""Personal data is taken out of a message; what an answer needs stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.personal import GONE, without_personal


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("My name is Anna Kowalska, does magnesium help?", "Kowalska"),
        ("my name is anna and my legs twitch", "anna"),
        ("hi, I'm called Piotr and I can't sleep", "Piotr"),
        ("je m'appelle Chloé Martin, le magnésium aide-t-il ?", "Chloé"),
        ("me llamo Lucía Pérez y no duermo", "Lucía"),
        ("ich heiße Jürgen Meier, hilft Magnesium?", "Jürgen"),
        ("meu nome é João, o magnésio ajuda?", "João"),
        ("मेरा नाम सुनीता है और पैर बेचैन हैं", "सुनीता"),
        ("اسمي فاطمة ولا أنام", "فاطمة"),
        ("我叫王小明，镁有用吗", "王小明"),
        ("Does it help? Kind regards, Anna Kowalska", "Kowalska"),
        ("write to anna.k@example.org please", "anna.k@example.org"),
        ("anna (at) example (dot) org", "anna"),
        ("ring me on 07911 123456", "123456"),
        ("my mobile is 020 7946 0958 thanks", "0958"),
        ("call +49 30 901820 after six", "901820"),
        ("call me on (212) 736-5000", "736-5000"),
        ("my NHS number is 943 476 5919", "5919"),
        ("NHS no 9434765919, is iron ok?", "9434765919"),
        ("ssn 078-05-1120", "078-05-1120"),
        ("patient id: 4471-2290", "2290"),
        ("born on 03/04/1961, legs bad", "03/04/1961"),
        ("date of birth 3rd April 1961", "April"),
        ("DOB: 1961-04-03", "1961"),
        ("I live at 14 Acacia Avenue", "Acacia"),
        ("I live at 221b baker street in town", "baker"),
        ("send it to SW1A 1AA", "1AA"),
        ("Hauptstraße 12, Wien", "Hauptstraße"),
        ("12 rue de la Paix", "Paix"),
        ("calle del Sol 14", "Sol"),
    ],
)
def test_it_is_taken_out(text: str, secret: str) -> None:
    """By its form or by the words that introduce it."""
    made = without_personal(text)
    assert made.is_changed
    assert GONE in made.text
    assert secret not in made.text


@pytest.mark.parametrize(
    "text",
    [
        "Does magnesium help restless legs?",
        "is 400 mg of magnesium a day too much, or 100 200 300 400 mg",
        "my ferritin was 12 in 2019 and 45.6 in 2021, 2022, 2023 and 2024",
        "ferritin 18 on 03/04/2024, TSAT 12%",
        "VITAMIN B12 5MG AND B6 10 MG",
        "what does 10.1111/j.1365-2869.2012.01021.x say",
        "doi:10.1016/S1474-4422(18)30311-9 and PMID: 31678660",
        "see https://example.org/article/1234567890123",
        "1000-2000 IU of vitamin D and 250-500 mg",
        "I take 0.125 mg pramipexole at 18:00 and 300 mg gabapentin at 21:30",
        "I'm Tired of this, and I am 67 years old, 70 kg",
        "this is Restless legs, call me crazy",
        "the name is on the label; my name is not important",
        "I was born in 1957 and had it since 1999",
        "10 minutes down the road my legs hurt",
        "5-HTP, Q10, omega 3, 4-7-8 breathing",
        "trial NCT02397057 with 100 adults, 1-800 words",
        "call 999 or 112, or 116 123",
        "Is Dr Smith right that Requip and Mirapex cause augmentation?",
        "mein Arzt sagt 300 mg, le médecin dit 200 mg",
        "serum 0.75-0.95 mmol/l, eGFR 58, BP 120/80, pulse 60",
    ],
)
def test_what_an_answer_needs_stays(text: str) -> None:
    """Doses, years, results, references, medicines, ages, and numbers that are everybody's."""
    assert without_personal(text) == (text, False)


@given(st.text(max_size=80))
def test_any_text_can_be_read_and_is_settled(text: str) -> None:
    """Nothing raises, and what is left has nothing more of the kind."""
    once = without_personal(text).text
    assert without_personal(once).text == once
