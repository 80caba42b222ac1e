"""What a question is about: aliases, subjects and the part that asks."""

from __future__ import annotations

import math
import re
from functools import partial

import numpy as np
import pytest
from asked_fixtures import entities
from hypothesis import given
from hypothesis import strategies as st

from bot.aliases import Aliases
from bot.entities import Entities
from bot.focus import focus
from bot.fusion import Match, Scores, Weights, fuse, lexical_weight, match, moved, strength
from ingest.lexical import terms


@pytest.fixture
def aliases() -> Aliases:
    """A few terms of each sort: a phrase, one inside another, an apostrophe, short ones in capitals."""
    return Aliases(
        [
            ("restless legs", ["restless legs syndrome"]),
            ("RLS", ["restless legs syndrome"]),
            ("Mg", ["magnesium"]),
            ("ER", ["extended release"]),
            ("leg cramps", ["nocturnal leg cramps", "muscle cramp"]),
            ("night leg cramps", ["nocturnal leg cramps"]),
            ("can't keep my legs still", ["urge to move the legs"]),
            ("iron", ["ferritin"]),
        ]
    )


class TestAliases:
    def test_a_phrase_is_found_in_any_case(self, aliases: Aliases) -> None:
        """Longer terms match whatever the capitals, and bring what sources say."""
        widened = aliases.widen("RESTLESS LEGS at night")
        assert widened.found == ("restless legs",)
        assert widened.means == ("restless legs syndrome",)

    @pytest.mark.parametrize("question", ["environment", "ironing boards", "Mgs", "cirons"])
    def test_only_whole_words_match(self, aliases: Aliases, question: str) -> None:
        """A term inside another word is not that term."""
        assert aliases.widen(question).found == ()

    def test_short_terms_in_capitals_match_their_case_only(self, aliases: Aliases) -> None:
        """Mg is magnesium and mg a unit; ER is not "er"."""
        assert aliases.widen("400 mg, er, what").found == ()
        assert aliases.widen("is Mg sold as ER").found == ("Mg", "ER")

    def test_the_longest_term_wins(self, aliases: Aliases) -> None:
        """A term inside a longer one that matched is not found again."""
        assert aliases.widen("night leg cramps").found == ("night leg cramps",)

    def test_a_curly_apostrophe_is_an_apostrophe(self, aliases: Aliases) -> None:
        """Phones write ’."""
        assert aliases.widen("I can’t keep my legs still").found == ("can't keep my legs still",)

    def test_synonyms_are_by_stem_without_the_terms_own(self, aliases: Aliases) -> None:
        """Each stem of a short term gets the other stems of its meanings."""
        assert aliases.widen("leg cramps").synonyms(terms) == {"leg": ["muscl"], "cramp": ["muscl"]}

    def test_what_a_longer_form_of_a_name_adds_does_not_stand_for_it(self) -> None:
        """Magnesium is not taurate, though taurate is magnesium taurate: sources on magnesium alone have not got it."""
        forms = Aliases([("taurate", ["magnesium taurate"]), ("Epsom salts", ["magnesium sulfate"])])
        assert forms.widen("taurate").synonyms(terms) == {"taurat": []}
        assert forms.widen("epsom salts").synonyms(terms)["salt"] == ["magnesium", "sulfat"]

    def test_no_entries_find_nothing(self) -> None:
        """A corpus without aliases is no error."""
        assert Aliases([]).widen("restless legs").found == ()


arrays = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        *(st.lists(st.floats(low, high, width=32), min_size=n, max_size=n) for low, high in ((-1, 1), (0, 1), (0, 1)))
    )
)
shares = st.floats(0, 1, width=32)


def floats(*values: float) -> Scores:
    """An array as the retriever has them."""
    return np.array(values, dtype=np.float32)


class TestFusion:
    def test_worked_by_hand(self) -> None:
        """Cosine, and with half the weight the share of the BM25 ceiling and squared coverage; scaled to 1."""
        got = fuse(floats(1.0, 0.5, 0.5), floats(1.0, 0.5, 0.0), floats(1.0, 0.0, 0.5), 0.5, Weights(0.2, 0.4, 2.0))
        np.testing.assert_allclose(got, [1.0, 0.55 / 1.3, 0.55 / 1.3], rtol=1e-6)

    def test_a_lexical_list_of_no_weight_leaves_the_order_to_cosine(self) -> None:
        """Nothing of BM25 or coverage is left."""
        got = fuse(floats(0.1, 0.9, 0.5), floats(1.0, 0.0, 0.0), floats(1.0, 0.0, 0.2), 0.0)
        np.testing.assert_allclose(got, [0.1, 0.9, 0.5], rtol=1e-6)

    def test_nothing_to_fuse(self) -> None:
        """Empty lists give an empty array."""
        empty = np.zeros(0, dtype=np.float32)
        assert fuse(empty, empty, empty, 1.0).shape == (0,)
        assert strength(empty, empty, empty).shape == (0,)

    @given(arrays, shares)
    def test_never_above_one_and_rising_with_each_part(
        self, given_lists: tuple[list[float], ...], weight: float
    ) -> None:
        """At most 1, 0 to 1 for cosines of 0 to 1; more of any part never lowers a score."""
        cosine, bm25, coverage = (np.array(values, dtype=np.float32) for values in given_lists)
        for scored in (partial(fuse, weight=weight), strength):
            score = scored(cosine, bm25, coverage)
            assert score.dtype == np.float32
            assert float(score.max()) <= 1 + 1e-6
            assert float(scored(np.abs(cosine), bm25, coverage).min()) >= 0
            more = [np.minimum(values + np.float32(0.1), 1) for values in (cosine, bm25, coverage)]
            assert np.all(scored(more[0], bm25, coverage) >= score - 1e-6)
            assert np.all(scored(cosine, more[1], coverage) >= score - 1e-6)
            assert np.all(scored(cosine, bm25, more[2]) >= score - 1e-6)

    @given(shares)
    def test_a_perfect_match_has_one(self, weight: float) -> None:
        """Whatever the question's words are worth."""
        one = floats(1.0)
        assert fuse(one, one, one, weight)[0] == pytest.approx(1.0, abs=1e-6)
        assert strength(one, one, one)[0] == pytest.approx(1.0, abs=1e-6)

    @given(arrays)
    def test_evidence_has_one_scale_whatever_the_words_are_worth(self, given_lists: tuple[list[float], ...]) -> None:
        """Half the cosine, 0.3 of BM25 and 0.2 of coverage: what the composer's thresholds rest on."""
        cosine, bm25, coverage = (np.array(values, dtype=np.float32) for values in given_lists)
        np.testing.assert_allclose(
            strength(cosine, bm25, coverage), 0.5 * cosine + 0.3 * bm25 + 0.2 * coverage, atol=1e-6
        )


class TestLexicalWeight:
    """How far the words of a question are to be trusted."""

    def test_a_match_that_chance_would_give_counts_nothing(self) -> None:
        """A third of a long question, its idf as much as one of so many passages holds anyway."""
        assert lexical_weight([Match(share=0.3, mass=0.9)]) == 0.0

    def test_more_than_chance_or_all_of_a_short_question_counts_in_full(self) -> None:
        """Either is enough, in any reading."""
        assert lexical_weight([Match(share=0.3, mass=3.0)]) == 1.0
        assert lexical_weight([Match(share=1.0, mass=0.5)]) == 1.0
        assert lexical_weight([Match(0.1, 0.1), Match(1.0, 0.5)]) == 1.0

    def test_no_reading_has_no_weight(self) -> None:
        """Nothing was asked."""
        assert lexical_weight([]) == 0.0

    @given(shares, st.floats(0, 8), shares, st.floats(0, 8))
    def test_within_zero_and_one_and_rising_with_the_match(
        self, coverage: float, mass: float, more: float, heavier: float
    ) -> None:
        """More of the question, or more than chance, never lowers it."""
        weight = lexical_weight([Match(coverage, mass)])
        assert 0 <= weight <= 1
        assert lexical_weight([Match(max(coverage, more), max(mass, heavier))]) >= weight

    def test_the_best_passage_speaks_in_units_of_chance(self) -> None:
        """Half of a term weight of 4 ln 100, among a hundred passages: twice what chance gives. Of it a fifth is in no passage."""
        found = match(floats(0.1, 0.5, 0.0), 4 * math.log(100), 0.8, 100)
        assert found == pytest.approx((0.625, 2.0))

    def test_a_question_of_unknown_words_only_matches_nothing(self) -> None:
        """No share of nothing."""
        assert match(floats(0.0, 0.0), 9.0, 0.0, 100) == Match(0.0, 0.0)

    @given(st.integers(0, 3))
    def test_a_collection_of_few_passages_or_none_is_no_division_by_zero(self, passages: int) -> None:
        """Its chance level is that of three passages."""
        assert match(np.ones(passages, dtype=np.float32), 2.0, 1.0, passages).mass >= 0.0


class TestFeedback:
    """A question's vectors moved towards the passages that were ranked first."""

    def test_towards_their_mean_by_the_weight_of_the_words_and_unit_again(self) -> None:
        """Half the weight of 0.3, worked by hand: (1, 0.15) of length 1.0112; every reading is moved."""
        best = np.array([[0.0, 1.0], [0.0, 1.0]], dtype=np.float32)
        got = moved(np.eye(2, dtype=np.float32), best, 0.5)
        np.testing.assert_allclose(got[0], np.array([1.0, 0.15]) / math.hypot(1, 0.15), rtol=1e-6)
        np.testing.assert_allclose(got[1], [0.0, 1.0], atol=1e-6)

    def test_words_of_no_weight_move_nothing(self) -> None:
        """Nothing confirms that the first passages are right; nor is there anything to move towards without any."""
        queries = np.eye(2, dtype=np.float32)
        np.testing.assert_array_equal(moved(queries, queries[1:], 0.0), queries)
        np.testing.assert_array_equal(moved(queries, queries[:0], 1.0), queries)


class TestEntities:
    def test_found_in_order_with_sort_and_place(self) -> None:
        """Each subject is the text itself at its offsets; the longer of two that overlap wins."""
        text = "Is Magnesium Citrate or iron better for restless legs?"
        found = entities().find(text)
        assert [(e.text, e.sort) for e in found] == [
            ("Magnesium Citrate", "form"),
            ("iron", "supplement"),
            ("restless legs", "condition"),
        ]
        assert all(text[e.start : e.end] == e.text for e in found)

    def test_it_means_what_is_taken_before_what_it_is_for(self) -> None:
        """The topic of "does magnesium help restless legs" is magnesium."""
        topic = entities().topic("For restless legs, does magnesium help?")
        assert topic is not None
        assert topic.text == "magnesium"

    def test_no_subject_no_topic(self) -> None:
        """A message about nothing known has none."""
        assert entities().topic("what about it then") is None

    def test_the_narrowest_subjects_are_of_one_sort(self) -> None:
        """A medicine narrows more than a supplement; a question of magnesium and RLS is not narrowed at all."""
        assert [e.text for e in entities().narrowest("magnesium with gabapentin or pregabalin")] == [
            "gabapentin",
            "pregabalin",
        ]
        assert entities().narrowest("does magnesium help RLS") == []

    def test_overlapping_patterns_never_give_overlapping_subjects(self) -> None:
        """Whichever patterns match, no character belongs to two subjects."""
        made = Entities({"a": [re.compile("ab"), re.compile("abc")], "b": [re.compile("bcd"), re.compile("d")]})
        assert [e.text for e in made.find("abcd")] == ["abc", "d"]


class TestFocus:
    def test_a_short_message_is_looked_up_as_it_is(self) -> None:
        """Up to twelve words need no focus."""
        assert focus("My legs hurt. Does magnesium help restless legs?", entities()) is None

    def test_the_part_that_asks_gets_its_subject_from_the_story(self) -> None:
        """A pronoun in the question is filled in from the sentences before it."""
        asked = focus(
            "I have had restless legs since I was twelve and nothing works for me at all. Does it run in families?",
            entities(),
        )
        assert asked == "Does restless legs run in families?"

    def test_a_story_with_no_question_has_no_focus(self) -> None:
        """Nothing asks, so the whole message is looked up."""
        story = "I have had restless legs since I was twelve and nothing at all works for me now or ever"
        assert focus(story, entities()) is None

    def test_a_message_of_questions_only_has_no_story_to_drop(self) -> None:
        """When every sentence asks, the message is looked up whole."""
        message = "Does magnesium citrate help restless legs at night? Is magnesium oxide better absorbed than it is?"
        assert focus(message, entities()) is None
