"""What the author wrote: Markdown, sentences, sections, and the files beside it."""
