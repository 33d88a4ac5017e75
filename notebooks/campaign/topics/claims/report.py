"""A one-page report on a claim, made from the learner's own words.

    form = {"claim": "A13", "exactly": "...", "counted_by": "...", ...}
    report.export(form)

Nothing is written while the form is empty. The page is one HTML file beside the notebook, in the lesson's language; it
opens without a network and prints on one sheet.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Mapping
from pathlib import Path

from ... import language as lang

PARTS = ("exactly", "counted_by", "as_of", "recomputed", "compared", "verdict", "sentence")
"""The parts of a report in their order; with "claim" they are the keys of the form."""

_STYLE = (
    "body{font:16px/1.5 system-ui,'Segoe UI','Noto Sans Arabic',sans-serif;max-width:42em;margin:2em auto;padding:0 1em;color:#222}"
    "h1{font-size:1.5em;margin:0 0 .6em}h2{font-size:1em;margin:1em 0 .1em;color:#332288}p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "html[dir=rtl] p{text-align:right}p.missing{color:#555;font-style:italic}footer{margin-top:2em;border-top:1px solid #ccc;padding-top:.5em;font-size:.85em;color:#555}"
)


def as_html(form: Mapping[str, object], language: str | None = None) -> str:
    """The report as one HTML page; every text of the learner is escaped."""
    say, texts = lang.Voice(language, "claims"), _texts(form)
    title = html.escape(say("report_heading", claim=texts["claim"]) if "claim" in texts else say("report_title"))
    lines = [f"<h1>{title}</h1>"]
    for part in PARTS:
        lines.append(f"<h2>{html.escape(say(f'report_{part}'))}</h2>")
        if part in texts:
            lines.append(f'<p dir="auto">{html.escape(texts[part])}</p>')
        else:
            lines.append(f'<p class="missing">{html.escape(say("report_missing_part"))}</p>')
    body = "\n".join([*lines, f"<footer>{html.escape(say('report_footer'))}</footer>"])
    return (
        f'<!DOCTYPE html>\n<html lang="{say.language}" dir="{lang.direction(say.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def export(
    form: Mapping[str, object] | None = None, folder: Path | str | None = None, language: str | None = None
) -> lang.Markup:
    """Write the learner's report beside the notebook and say so; write nothing while every text is missing.

    form: texts by the names in PARTS, and "claim"; None or an empty text means "not yet". folder: where to write,
    the notebook's own folder unless given. Whatever the form holds, the answer is a sentence and never an error. A report
    of the same name is replaced only when the new one is complete: a full disk leaves the old one as it was.
    """
    say = lang.Voice(language, "claims")
    if form is not None and not isinstance(form, Mapping):
        return lang.sentence("claims.report_not_a_form", say.language, parts=say.listed(("claim", *PARTS)))
    texts = _texts(form or {})
    if not any(part in texts for part in PARTS):
        return lang.sentence("claims.report_empty", say.language)
    file = (Path.cwd() if folder is None else Path(folder)) / _file_name(texts.get("claim", ""))
    beside = file.with_suffix(".new")
    try:
        # A lone surrogate (half a character) cannot be stored as it is.
        beside.write_text(as_html(form, say.language), encoding="utf-8", errors="xmlcharrefreplace", newline="\n")
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        return lang.sentence("claims.report_not_writable", say.language)
    words = say("report_written", file=say.isolate(file.name))
    missing = [say(f"report_{part}") for part in PARTS if part not in texts]
    if missing:
        words += " " + say("report_still_empty", parts=say.listed(missing))
    return lang.Markup(say.paragraph(words), words)


def _texts(form: Mapping[str, object]) -> dict[str, str]:
    """The texts that are there, by part; what is not a text is written out as one."""
    texts = {}
    for name in ("claim", *PARTS):
        value = form.get(name)
        if value is None or value is Ellipsis:
            continue
        try:
            written = str(value).strip()
        except Exception:  # a learner's object may refuse to print itself
            continue
        if written and written != "...":
            texts[name] = written
    return texts


def _file_name(claim: str) -> str:
    """A file name from the claim's number, and a plain one for anything else."""
    return f"report-{claim.upper()}.html" if re.fullmatch(r"A(0[1-9]|1[0-7])", claim.upper()) else "report.html"
