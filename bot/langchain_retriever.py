"""Our retrieval behind LangChain's `BaseRetriever`, for code that speaks LangChain. Adds nothing of its own."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.retrieve import Candidate, thin
from bot.turn import Bot


class RestwellRetriever(BaseRetriever):
    """Ranked passages as LangChain documents, with their source and exact offsets in the metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    bot: Any
    """The `Bot` whose index, embedder and aliases are used."""
    k: int = 6
    """Documents returned; about what an answer shows."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        bot: Bot = self.bot
        return [as_document(candidate) for candidate in thin(bot.evidence(query).candidates)[: self.k]]


def as_document(candidate: Candidate) -> Document:
    """A candidate as a LangChain document: `source_text[start:end] == page_content`."""
    passage, source = candidate.passage, candidate.source
    return Document(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "source_id": source.id,
            "title": source.title,
            "kind": source.kind,
            "year": source.year,
            "url": source.url,
            "start": passage.start,
            "end": passage.end,
            "score": candidate.score,
        },
    )
