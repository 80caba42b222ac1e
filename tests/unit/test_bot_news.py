"""Whether a message only tells how something went."""

import pytest

from bot.news import only_tells


@pytest.mark.parametrize(
    "message",
    [
        "ok doc did a scan, no clot. any tips for flying with rls",
        "he is home now, does magnesium help cramps",
        "all good again. tell me about iron",
        "is it safe to fly?",
        "he is fine now, is magnesium ok for him",
        "ya estoy bien, cuánto magnesio hay en las nueces",
        "ca va mieux, pourquoi les jambes bougent la nuit",
        "मैं ठीक हूँ, मैग्नीशियम कितना चाहिए",
        "انا بخير الان، ماذا عن الحديد",
        "我没事了,吃什么好？",
    ],
)
def test_a_question_is_one_with_and_without_its_mark(message: str) -> None:
    """In any clause, in the page's languages."""
    assert not only_tells(message)


@pytest.mark.parametrize(
    "message",
    [
        "he is home from hospital and fine now",
        "the ambulance came, it was only wind",
        "is fine now, ambulance came",
        "did a scan, all clear",
        "was only wind",
        "ya estoy bien, ya llamé",
        "mir geht es wieder gut",
        "मैं अब ठीक हूँ",
        "انا بخير",
        "我没事了",
    ],
)
def test_what_only_tells_asks_nothing(message: str) -> None:
    """News of how it went."""
    assert only_tells(message)
