"""Answer to page: the HTTP API, the chat page and the article. Knows nothing of retrieval."""
