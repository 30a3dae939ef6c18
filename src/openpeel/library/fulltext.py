"""The full-text index of passages: FTS5 on SQLite, a GIN index over tsvector on PostgreSQL."""

from __future__ import annotations

from django.db.models.expressions import RawSQL

from openpeel.library.words import Query, Term

_SQLITE = (
    "CREATE VIRTUAL TABLE library_words USING fts5"
    " (words, content='library_passage', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER library_words_in AFTER INSERT ON library_passage BEGIN"
    " INSERT INTO library_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER library_words_out AFTER DELETE ON library_passage BEGIN"
    " INSERT INTO library_words(library_words, rowid, words)"
    " VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER library_words_new AFTER UPDATE OF words ON library_passage BEGIN"
    " INSERT INTO library_words(library_words, rowid, words)"
    " VALUES ('delete', old.id, old.words);"
    " INSERT INTO library_words(rowid, words) VALUES (new.id, new.words); END",
    "INSERT INTO library_words(library_words) VALUES ('rebuild')",
)
_POSTGRESQL = (
    "CREATE INDEX library_words ON library_passage USING gin (to_tsvector('simple', words))",
)
_DROP = {
    "sqlite": (
        "DROP TRIGGER library_words_in",
        "DROP TRIGGER library_words_out",
        "DROP TRIGGER library_words_new",
        "DROP TABLE library_words",
    ),
    "postgresql": ("DROP INDEX library_words",),
}


def create(vendor: str) -> tuple[str, ...]:
    """Statements that make the index."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]


def drop(vendor: str) -> tuple[str, ...]:
    """Statements that take it away."""
    return _DROP[vendor]


def matching(query: Query, vendor: str) -> RawSQL:
    """Ids of the passages that a query finds. Its words are letters and digits only."""
    if vendor == "sqlite":
        sql = "SELECT rowid FROM library_words WHERE library_words MATCH %s"
        return RawSQL(sql, (_fts5(query),))
    sql = (
        "SELECT id FROM library_passage"
        " WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)"
    )
    return RawSQL(sql, (_tsquery(query),))


def _fts5(query: Query) -> str:
    def one(term: Term) -> str:
        return f'"{" ".join(term.words)}"' + (" *" if term.begins else "")

    wanted = " AND ".join(one(term) for term in query.wanted)
    if not query.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(one(term) for term in query.unwanted)})"


def _tsquery(query: Query) -> str:
    def one(term: Term) -> str:
        words = [f"'{word}'" for word in term.words]
        return "(" + " <-> ".join([*words[:-1], words[-1] + (":*" if term.begins else "")]) + ")"

    parts = [one(term) for term in query.wanted] + [f"!{one(term)}" for term in query.unwanted]
    return " & ".join(parts)
