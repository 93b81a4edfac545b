"""The names that options take, so that a misspelt one is refused before anything heavy is loaded.

What answers to a name lies in its own room; `tests/test_choices.py` holds both together.
"""

from __future__ import annotations

STREAMED = (".csv", ".tsv", ".jsonl", ".ndjson")  # also read and written packed
PACKED = (".gz", ".bz2", ".zst")  # written behind one of these; `read` unpacks more
FILES = (*STREAMED, ".parquet", ".xlsx", ".json")  # read by `read`; files of them may lie together in a folder
LEGACY = (".xls", ".xlsb", ".ods")  # read as those are, but not written
TABLES = (*FILES, ".duckdb")  # written by `write`
DATABASES = (".duckdb", ".sqlite", ".db")  # files with several tables
INPUTS = (*FILES, *LEGACY, *DATABASES)
REPORTS = (".html", ".xlsx", ".md", ".json", ".pdf", ".pptx", ".zip")
LANGUAGES = ("en", "de")  # of a report's own words
ENCODERS = ("fast", "accurate")
ENGINES = ("local", "spark")  # of `label`
SCORERS = ("fast", "accurate", "vader")
NAMES = ("patterns", "ner")  # what finds names of persons
PACKS = (
    "banking",
    "food_hospitality",
    "healthcare",
    "public_services_education",
    "retail",
    "saas",
    "telecom_utilities",
    "travel",
)
MASKS = (
    "EMAIL",
    "URL",
    "IBAN",
    "CARD",
    "ID",
    "IP",
    "DOB",
    "ADDRESS",
    "PHONE",
    "REFERENCE",
    "HANDLE",
    "NAME",
)
SAMPLES = ("nhs",)
MOST_THEMES = 400  # as many as there are small clusters that themes are joined from
MOST_WORKERS = 256
UNOWNED = "unowned"  # the owner of what nobody owns; no department may have this id
