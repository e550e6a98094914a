"""All facts for other programs: nothing twice, nothing lost."""

from decimal import Decimal

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.results import list_results

SOURCES = ("north/a.csv", "south/b.csv")


def area(value, sources=SOURCES, **dims) -> Fact:
    inside = ",".join(f"{k}={v}" for k, v in sorted(dims.items()))
    made = Definition(
        "land_damage", "sum", "damaged_area_mu", {"damage_type": "open_pit_site", **dims}
    )
    return Fact(
        f"LAND.PIT@{inside}" if dims else "LAND.PIT", Decimal(value), "mu", value, "露天采场", "open pit",
        made, "LAND.PIT", dims, 2, sources, provenance="synthetic",
    )  # fmt: skip


def results(*facts: Fact):
    return list_results(Ledger.of(facts), standard_schemas(), standard_catalogue())


def test_crossings_share_one_definition_and_name_their_sources_by_number():
    found = results(
        area("1.25", county="210682"), area("2.50", SOURCES[1:], county="210681"), area("3.75")
    )
    assert found.sources == list(SOURCES)
    assert [fact["sources"] for fact in found.facts] == [[0, 1], [1], [0, 1]]
    # by county, and the whole
    assert [fact["definition"] for fact in found.facts] == [0, 0, 1]
    first = found.definitions[0]
    assert first["where"] == {"damage_type": "open_pit_site"}
    assert (first["by"], first["table"], first["measure"], first["column"]) == (
        ["county"], "land_damage", "sum", "damaged_area_mu",
    )  # fmt: skip
    assert "占用破坏土地" in first["zh"]
    assert "210682" not in first["zh"] + first["en"]


def test_a_fact_keeps_its_value_to_the_last_digit():
    (fact,) = results(area("1.250000000000000000000000000001")).facts
    assert fact["value"] == "1.250000000000000000000000000001"
    assert fact["dims"] == {}
    assert fact["parents"] == []
    assert "published" not in fact


def test_where_and_dimensions_give_the_conditions_back():
    made = area("1", county="210682", year=None)
    found = results(made)
    (definition,), (fact,) = found.definitions, found.facts
    own = {dim: fact["dims"][dim] for dim in definition["by"]}
    assert {**definition["where"], **own} == made.definition.where


def test_a_rate_names_both_terms_even_when_only_their_codes_differ():
    whole, part = area("4"), area("1", county="210682")
    share = Fact(
        "SHARE", Decimal(25), "percent", "25", "占比", "share",
        Definition(measure="ratio", parents=(part.id, whole.id)), "SHARE",
    )  # fmt: skip
    found = results(whole, part, share)
    assert found.definitions[-1]["zh"].count("÷") == 1
    assert found.facts[-1]["parents"] == [part.id, whole.id]
    assert found.definitions[-1]["of"] == ["LAND.PIT"]


def test_what_a_document_published_is_told_where_there_is_any():
    from dataclasses import replace  # noqa: PLC0415 - only this test needs it

    told = replace(
        area("3.75"),
        published="4",
        section="一",
        verdict="differs",
        reason_zh="缺",
        reason_en="gap",
    )
    (fact,) = results(told).facts
    assert [fact[n] for n in ("published", "section", "verdict", "reason_zh", "reason_en")] == [
        "4", "一", "differs", "缺", "gap",
    ]  # fmt: skip
