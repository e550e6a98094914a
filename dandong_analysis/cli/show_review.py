"""What ``dandong review`` prints for people."""

from dandong_analysis.cli.show import out, plain_table, safe
from dandong_analysis.errors import Text
from dandong_analysis.pipeline.reviewing import STANDINGS, Reviewed
from dandong_analysis.report.review import INFORMATION, Finding
from dandong_analysis.report.review_messages import KINDS, said


def reviewed(answer: Reviewed) -> int:
    """What was done to the document, what the report prints otherwise; returns the exit code."""
    findings = sorted(answer.findings, key=lambda f: f.kind in INFORMATION)
    if findings:
        table = plain_table(
            "结果 finding", "印出 → 现在 printed → now", "数据项 fact", "位置 place"
        )
        for finding in findings:
            table.add_row(*map(safe, _cells(finding)))
        out().print(table)
    else:
        out().print("没有改动。 Nothing was changed.")
    _show_overtaken(answer)
    _line(f"{answer.document}（{answer.record.key}）", STANDINGS[answer.standing])
    return int(not answer.is_faithful)


def _cells(finding: Finding) -> tuple[str, str, str, str]:
    named = KINDS[finding.kind]
    fact = "\n".join(filter(None, (finding.fact, finding.label)))
    return f"{named.zh}\n{named.en}", said(finding), fact, finding.place


def _show_overtaken(answer: Reviewed) -> None:
    if not answer.overtaken:
        return
    table = plain_table("数据项 fact", "文档 document", "现在的报告 report")
    for one in answer.overtaken:
        table.add_row(safe(one.fact), safe(one.printed), safe(one.now or "—"))
    out().print(table)


def _line(name: str, text: Text) -> None:
    out().print(safe(f"{name}：{text.zh} {text.en}"))
