"""Whether a statement is supported by the passages it cites. Deterministic; knows nothing of who wrote the statement.

Thresholds in `settings.VerifySettings` are fitted by `python -m evals verifier --fit`. Figures inside the locks that are called a guess
were set while reading its dev errors and never fitted; the same command shows what changing one costs.
"""
