"""The data dictionary (docs/data-dictionary.md), written from the schemas.

``python -m dandong_analysis.report.dictionary`` prints it.
"""

from collections.abc import Iterable

from dandong_analysis.schemas import Field, Schema, Schemas, standard_schemas
from dandong_analysis.units import units
from dandong_analysis.vocabulary import Vocabulary

_INTRO = """# Data dictionary

Written by `make docs` from `dandong_analysis/standards/survey_tables.toml` and
`vocabularies.toml`; a test keeps it in step. Each typed table also begins with the address of
its row: `delivery`, `source_file`, `source_sheet`, `source_row`.
"""


def data_dictionary(schemas: Schemas) -> str:
    """The tables with their fields, then the closed lists, as Markdown."""
    tables = [_table(schema) for schema in schemas.tables.values()]
    lists = [_vocabulary(words) for words in schemas.vocabularies.values()]
    return "\n".join([_INTRO, *tables, "# Closed lists\n", *lists])


def _table(schema: Schema) -> str:
    head = f"## {schema.name} {schema.zh}\n\nOne row is {schema.row.en} ({schema.row.zh}). "
    key = f"Key: {', '.join(f'`{name}`' for name in schema.key)}.\n"
    rows = _rows(("field", "标题", "meaning", "kind", "unit or list", "required"), schema.fields)
    return f"{head}{key}\n{rows}\n"


def _rows(header: tuple[str, ...], fields: Iterable[Field]) -> str:
    lines = [header, tuple("---" for _ in header), *(_cells(f) for f in fields)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(field: Field) -> tuple[str, ...]:
    held = f"{units()[field.unit].zh} ({field.unit})" if field.unit else ""
    detail = held or field.vocabulary or (field.references and f"key of {field.references}")
    required = "yes" if field.required else ""
    return (f"`{field.name}`", field.zh, field.en, field.kind, detail, required)


def _vocabulary(words: Vocabulary) -> str:
    lines = [f"## {words.name} {words.zh}\n", "| code | 中文 | English | spellings | class |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for term in words.terms:
        spellings = "、".join(term.aliases)
        lines.append(f"| `{term.code}` | {term.zh} | {term.en} | {spellings} | {term.broader} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(data_dictionary(standard_schemas()), end="")  # noqa: T201 - this is its output
