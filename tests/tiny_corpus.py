"""A small corpus that `python -m ingest check` finds nothing wrong with, as files by name."""

from __future__ import annotations

TINY = {
    "article.md": """\
---
id: article
title: Magnesium and Restless Legs
authors: This site
kind: article
publication: This site
url: /article
---
# Magnesium and Restless Legs

Restless legs syndrome affects approximately 10% of the population. It brings an urge to move the legs.

## Magnesium and Sleep

Magnesium calms the body. Taking magnesium always improves sleep. Ask a pharmacist first.
""",
    "article.asks.yaml": """\
- starts: Restless legs syndrome affects
  asks:
    - What does the post say restless legs are?
    - how common is RLS according to your article
- starts: Magnesium calms the body
  asks:
    - does the post say magnesium helps me sleep
    - magnesium sleep blog section
""",
    "sources/guideline-2024.yaml": """\
id: guideline-2024
title: Treatment of restless legs syndrome, a guideline
authors: Smith A, Jones B
year: 2024
publication: Journal of Invented Sleep 1:1-10
kind: guideline
doi: 10.1234/guideline.2024
url: https://example.org/guideline
population: Adults with restless legs
topics:
  - iron
audited: confirmed
findings:
  - text: The 2024 guideline advises testing ferritin in everyone with troublesome restless legs.
    asks:
      - Should I have my ferritin tested for restless legs?
      - ferritin test RLS guideline
      - Do doctors check iron stores when legs are restless?
  - text: The 2024 guideline does not recommend magnesium for restless legs, because the evidence is too weak.
    asks:
      - Is magnesium recommended for restless legs by experts?
      - guideline magnesium RLS evidence
      - Do specialists advise magnesium tablets?
limitations:
  - The guideline panel found no large magnesium trial.
""",
    "sources/review-2019.yaml": """\
id: review-2019
title: Magnesium and sleep, a systematic review
authors: Brown C
year: 2019
publication: Journal of Invented Sleep 2:1-9
kind: systematic-review
doi: null
pmid: '12345678'
url: https://example.org/review
population: 151 older adults with insomnia
topics:
  - sleep
audited: unconfirmed
findings:
  - text: A 2019 systematic review of three small trials found that magnesium shortened the time to fall asleep by 17 minutes.
    asks:
      - How much faster do people fall asleep with magnesium?
      - magnesium sleep onset minutes review
      - Is there proof that magnesium helps insomnia?
limitations:
  - The three trials were small and at risk of bias.
""",
    "sources/trial-2020.yaml": """\
id: trial-2020
title: Magnesium oxide against sleeplessness, a trial
authors: Green D
year: 2020
publication: Journal of Invented Sleep 3:1-9
kind: rct
url: https://example.org/trial
population: 100 adults in one clinic
topics:
  - sleep
findings:
  - text: In a 2020 trial of 100 adults, 250 mg of magnesium oxide a night was no better than placebo for sleep.
    asks:
      - Did magnesium oxide beat placebo for sleep?
      - 250 mg magnesium oxide trial
      - Is magnesium oxide at bedtime worth it?
limitations:
  - The trial lasted only four weeks.
observations:
  - text: Magnesium can loosen the bowels; people with kidney disease should ask a doctor before taking it.
    asks:
      - Can magnesium give me diarrhoea?
      - kidney disease and magnesium safe
      - Who should not take magnesium without a doctor?
""",
    "claims.yaml": """\
- claim_id: C01
  post_section: Introduction
  quote: affects approximately 10% of the population
  claim: About one person in ten has restless legs syndrome.
  verdict: partly supports
  confidence: high
  explanation: Most surveys are lower.
  source_ids:
    - guideline-2024
- claim_id: C02
  post_section: Magnesium and Sleep
  quote: Taking magnesium always improves sleep
  claim: Magnesium improves the sleep of everyone.
  verdict: contradicts
  confidence: medium
  explanation: One trial found no difference from placebo.
  source_ids:
    - trial-2020
    - review-2019
  findings:
    - source: trial-2020
      starts: In a 2020 trial of 100 adults
    - source: review-2019
      starts: A 2019 systematic review
""",
    "contradictions.yaml": """\
- a: trial-2020
  b: review-2019
  about: Whether magnesium shortens the time to fall asleep
  how_to_say_it: A small review found that people fell asleep sooner, and one later trial found no difference.
""",
    "aliases.yaml": """\
- term: RLS
  means:
    - restless legs syndrome
- term: Mg
  means:
    - magnesium
""",
    "helplines.yaml": """\
- country: GB
  emergency: '999'
  crisis:
    - name: Samaritans
      number: 116 123
""",
}
