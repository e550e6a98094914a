"""The commands of ``dandong`` and their options.

What a command needs is imported when it runs, so that ``--help`` answers at once.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="dandong", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="丹东市矿山地质环境调查分析 Reproducible analysis and reporting of mine surveys.",
)  # fmt: skip

StudyFolder = Annotated[
    Path, typer.Option("--study", help="研究文件夹 The study folder.", show_default=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON Print JSON.")]
Debug = Annotated[bool, typer.Option("--debug", help="出错时显示回溯 Show the traceback.")]
HERE = Path()


def _version(value: bool) -> None:
    if value:
        from dandong_analysis import __version__

        typer.echo(f"dandong {__version__}")
        raise typer.Exit


@app.callback()
def dandong(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 The version.")
    ] = False,
) -> None:
    """丹东市矿山地质环境调查分析 Reproducible analysis and reporting of mine surveys."""


@app.command()
def build(
    *,
    study: StudyFolder = HERE,
    region: Annotated[str, typer.Option(help="县(市、区)或 all A county, or all.")] = "",
    as_of: Annotated[str, typer.Option(help="截止日期 Date, YYYY-MM-DD.")] = "",
    chapters: Annotated[str, typer.Option(help="章节，逗号分隔 Chapters, with commas.")] = "",
    formats: Annotated[str, typer.Option(help="格式 Formats, with commas.")] = "html,docx,pdf,xlsx",
    lang: Annotated[str, typer.Option(help="语言 Language: zh, en, or zh,en.")] = "",
    jobs: Annotated[int, typer.Option(min=1, help="并行数 Steps at once.")] = 2,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", help="章节参数 Chapter parameter, name=value."),
    ] = None,
    explain: Annotated[
        bool, typer.Option(help="说明每一步为何运行 Say why each step runs.")
    ] = False,
    dry_run: Annotated[bool, typer.Option(help="只说明，不运行 Say it, run nothing.")] = False,
    discard_edits: Annotated[
        bool,
        typer.Option(
            "--discard-edits", help="放弃文档中手工填写的文字 Drop texts written into documents."
        ),
    ] = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """生成全部内容：数据表、数据项、章节和文件 Build tables, facts, chapters and documents."""
    from dandong_analysis.cli import show
    from dandong_analysis.pipeline import build as pipeline
    from dandong_analysis.pipeline.plan import Request

    request = Request(
        _listed(chapters), _listed(formats), region, as_of, lang, tuple(parameter or ()), jobs
    )
    if explain or dry_run:
        show.plan(pipeline.explain(study, request))
    if dry_run:
        return
    with show.Progress() as progress:
        result = pipeline.build(study, request, observer=progress, discard_edits=discard_edits)
    raise typer.Exit(show.build_result(result))


@app.command()
def check(
    delivery: Annotated[str, typer.Argument(help="交付的编号 A delivery; none: all.")] = "",
    study: StudyFolder = HERE,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """检查交付：每一行的去向和发现的问题 Check deliveries: the fate of every row, the findings."""
    from dandong_analysis.cli import show
    from dandong_analysis.pipeline import queries

    checked = queries.check(study, delivery)
    if as_json:
        _print_json(checked.as_json())
    else:
        show.checked(checked)
    raise typer.Exit(int(checked.blocking))


@app.command()
def facts(
    study: StudyFolder = HERE,
    indicator: Annotated[str, typer.Option(help="指标编号 Only this indicator.")] = "",
    published: Annotated[
        bool, typer.Option("--published", help="仅有公布值的 Only those with a published figure.")
    ] = False,
    as_of: Annotated[
        str, typer.Option(help="连同该日的规划评估 With those of the plan at this date.")
    ] = "",
    reading: Annotated[str, typer.Option(help="评估口径 Reading of the plan, name=value.")] = "",
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """列出数据项及其与公布值的核对 List the facts and how they compare with print."""
    from dandong_analysis.cli import show
    from dandong_analysis.pipeline import queries

    chosen = queries.facts(
        study, indicator=indicator, published=published, as_of=as_of, reading=reading
    )
    if as_json:
        _print_json(chosen)
    else:
        show.facts(chosen)


@app.command()
def trace(
    key: Annotated[
        list[str],
        typer.Argument(
            metavar="ID|NUMBER",
            help="数据项编号或报告中的数 The id of a fact, or a printed number.",
        ),
    ],
    study: StudyFolder = HERE,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """把一个数据项追到文件、行、列和原始值 Open one fact down to file, row, column and raw text."""
    from dandong_analysis.cli import show
    from dandong_analysis.pipeline import printed

    traced = printed.trace(study, " ".join(key))
    if as_json:
        _print_json(traced)
    elif "facts" in traced:
        show.printed(traced)
    else:
        show.traced(traced)


@app.command()
def audit(
    figures: Annotated[
        Path | None,
        typer.Argument(help="数据项文件，默认为本研究的 A file of figures; none: the study's."),
    ] = None,
    study: StudyFolder = HERE,
    exact: Annotated[
        bool, typer.Option("--exact", help="公布值须相加无差 Printed values must add up exactly.")
    ] = False,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """审核公布的数据是否自洽 Audit whether published figures agree with each other."""
    from dandong_analysis.cli import show_audit
    from dandong_analysis.pipeline import audits

    audited = audits.audit(study, figures, exact=exact)
    if as_json:
        _print_json(audited.as_json())
    else:
        show_audit.audited(audited)
    raise typer.Exit(int(audited.fails))


@app.command()
def remarks(
    chapter: Annotated[Path, typer.Argument(help="填写过的章节 .docx An edited chapter.")],
    study: StudyFolder = HERE,
    by: Annotated[str, typer.Option(help="填写人 Who wrote the texts.")] = "",
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """保存评估人在章节中填写的文字 Keep the texts that an evaluator wrote into a chapter."""
    from datetime import datetime

    from dandong_analysis.cli import show_remarks
    from dandong_analysis.pipeline.collect import collect

    collected = collect(study, chapter, by=by, on=datetime.now().astimezone().date())
    if as_json:
        _print_json(collected.as_json())
    else:
        show_remarks.collected(collected)


@app.command()
def review(
    chapter: Annotated[Path, typer.Argument(help="改过的章节或报告 .docx An edited document.")],
    study: StudyFolder = HERE,
    commented: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="写出带批注的 .docx Write it with comments."),
    ] = None,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """审阅改过的章节：数值和文字与生成时的差别 Review an edited chapter against what was printed."""
    from dandong_analysis.cli import show_review
    from dandong_analysis.pipeline.reviewing import review_document

    reviewed = review_document(study, chapter, comments=commented)
    if as_json:
        _print_json(reviewed.as_json())
        raise typer.Exit(int(not reviewed.is_faithful))
    raise typer.Exit(show_review.reviewed(reviewed))


@app.command()
def demo(
    study: StudyFolder = HERE,
    compare: Annotated[
        bool, typer.Option("--check", help="只比较现有文件 Only compare the files there are.")
    ] = False,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """写出示范调查（模拟数据） Write the demonstration survey (synthetic data)."""
    from dandong_analysis.cli import show
    from dandong_analysis.pipeline.demonstration import compare_demo, write_demo

    if compare:
        raise typer.Exit(show.compared(compare_demo(study)))
    show.written(write_demo(study))


@app.command()
def lab(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- ARGUMENTS]", help="传给 JupyterLab For JupyterLab itself."),
    ] = None,
    study: StudyFolder = HERE,
    browser: Annotated[
        bool, typer.Option(help="打开浏览器，或只给出网址 Open a browser, or print the address.")
    ] = True,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="端口 Port; none: the next free one.")
    ] = None,
    debug: Debug = False,  # noqa: ARG001 - read by main
) -> None:
    """在研究文件夹中打开 JupyterLab Open JupyterLab in the study."""
    from dandong_analysis.lab.serving import start_lab

    raise typer.Exit(start_lab(study, browser=browser, port=port, arguments=arguments or ()))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _print_json(value: Mapping[str, Any] | list[Any]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")
