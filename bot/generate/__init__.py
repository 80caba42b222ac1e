"""The generative composer: a chat model writes from numbered passages, and only what is verified is shown."""
