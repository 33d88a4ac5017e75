"""The page that a report is, the sentence that tells of it, and all that a learner may put in."""

import errno
import html
import io

import pytest
from campaign import language as lang
from campaign.topics.claims import report

FULL = {name: f"my {name}" for name in report.PARTS}
every_language = pytest.mark.parametrize("language", sorted(lang.LANGUAGES))


def words(key, language, **values):
    return html.escape(lang.text(f"claims.report_{key}", language, **values))


@every_language
def test_the_page_holds_each_part_under_its_heading_in_order(language):
    page = report.as_html({"claim": "A13", "exactly": "a < b", "verdict": 7}, language)
    title = words("heading", language, claim="A13")
    given = {"exactly": "a &lt; b", "verdict": "7"}
    missing = f'<p class="missing">{words("missing_part", language)}</p>'
    parts = [
        f"<h2>{words(part, language)}</h2>\n" + (f'<p dir="auto">{given[part]}</p>' if part in given else missing)
        for part in report.PARTS
    ]
    head, body = page.split("</style>\n</head>\n<body>\n")
    assert head.startswith(
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{lang.direction(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>body{{"
    )
    footer = f"\n<footer>{words('footer', language)}</footer>\n</body>\n</html>\n"
    assert body == "\n".join([f"<h1>{title}</h1>", *parts]) + footer


@every_language
def test_without_a_claim_the_page_has_a_plain_title(language):
    assert f"<h1>{words('title', language)}</h1>" in report.as_html(FULL, language)
    assert f"<title>{words('title', language)}</title>" in report.as_html(FULL | {"claim": " "}, language)


@pytest.mark.parametrize("nothing", [None, ..., "", "  ", "...", " ... "])
def test_what_stands_for_nothing_is_not_filled_in(nothing):
    page = report.as_html(FULL | {"exactly": nothing}, "en")
    assert page.count("not filled in") == 1
    assert "my counted_by" in page and "my sentence" in page


def test_an_object_that_refuses_to_print_leaves_the_other_parts(tmp_path):
    class Refuses:
        def __str__(self):
            raise RuntimeError("no")

    page = report.as_html(FULL | {"exactly": Refuses()}, "en")
    assert page.count("not filled in") == 1 and "my sentence" in page
    assert repr(report.export({"exactly": Refuses()}, tmp_path, "en")) == lang.text("claims.report_empty", "en")


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        ("A01", "report-A01.html"),
        ("a17", "report-A17.html"),
        ("A10", "report-A10.html"),
        ("A18", "report.html"),
        ("A00", "report.html"),
        ("A011", "report.html"),
        ("../A01", "report.html"),
        ("", "report.html"),
    ],
)
def test_the_file_is_named_after_the_claim(tmp_path, claim, name):
    report.export(FULL | {"claim": claim}, tmp_path, "en")
    assert [file.name for file in tmp_path.iterdir()] == [name]


@every_language
@pytest.mark.parametrize("left_out", [[], ["exactly"], ["counted_by", "sentence"]])
def test_the_reply_names_the_file_and_what_is_still_missing(tmp_path, language, left_out):
    form = {name: text for name, text in FULL.items() if name not in left_out} | {"claim": "A13"}
    told = report.export(form, str(tmp_path), language)
    expected = lang.text("claims.report_written", language, file=lang.isolate("report-A13.html", language))
    if left_out:
        parts = lang.text("common.list_separator", language).join(
            lang.text(f"claims.report_{part}", language) for part in left_out
        )
        expected += " " + lang.text("claims.report_still_empty", language, parts=parts)
    assert repr(told) == expected
    assert told._repr_html_() == lang.paragraph(expected, language=language)
    assert (tmp_path / "report-A13.html").read_text(encoding="utf-8") == report.as_html(form, language)


@every_language
def test_what_is_not_a_form_is_told_the_names_of_the_parts(tmp_path, language):
    names = lang.text("common.list_separator", language).join(["claim", *report.PARTS])
    told = report.export(["a text"], tmp_path, language)
    assert repr(told) == lang.text("claims.report_not_a_form", language, parts=names)
    assert repr(report.export({"claim": "A13"}, tmp_path, language)) == lang.text("claims.report_empty", language)
    assert list(tmp_path.iterdir()) == []


def test_half_a_letter_and_line_ends_are_stored_the_same_on_every_system(tmp_path):
    report.export({"exactly": "half \ud800\nsecond line"}, tmp_path, "en")
    stored = (tmp_path / "report.html").read_bytes()
    assert b"half &#55296;\nsecond line" in stored and b"\r" not in stored


@every_language
def test_a_page_stands_beside_the_notebook_unless_told_and_a_folder_that_is_not_there_is_told_kindly(
    tmp_path, monkeypatch, language
):
    monkeypatch.chdir(tmp_path)
    report.export(FULL, language=language)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    told = report.export(FULL, tmp_path / "nowhere", language)
    assert repr(told) == lang.text("claims.report_not_writable", language)


@every_language
def test_a_disk_that_fills_up_leaves_the_report_that_was_there(tmp_path, monkeypatch, language):
    report.export(FULL | {"claim": "A13"}, tmp_path, language)
    file = tmp_path / "report-A13.html"
    before = file.read_bytes()

    class Full(io.TextIOWrapper):
        """A file on a disk with room for ten letters."""

        def write(self, text):
            super().write(text[:10])
            self.flush()
            raise OSError(errno.ENOSPC, "No space left on device")

    real = io.open
    monkeypatch.setattr(
        io,
        "open",
        lambda name, mode="r", *more: Full(real(name, "wb"), "utf-8") if "w" in mode else real(name, mode, *more),
    )
    told = report.export(FULL | {"claim": "A13", "sentence": "a better one"}, tmp_path, language)
    monkeypatch.undo()
    assert repr(told) == lang.text("claims.report_not_writable", language)
    assert file.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [file.name], "half a page stays nowhere"


# --- what a learner may put in ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "form",
    [
        None,
        {},
        {"claim": "A13"},
        dict.fromkeys(("claim", *report.PARTS)),
        {"exactly": "  ", "verdict": "..."},
        {"other": "text"},
    ],
)
def test_an_empty_form_writes_nothing(form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert repr(report.export(form, language="en")) == lang.text("claims.report_empty", "en")
    assert list(tmp_path.iterdir()) == []


@every_language
def test_every_text_of_the_learner_is_escaped_and_the_page_opens_without_a_network(language, tmp_path):
    form = {name: f"<script>{name}</script> & “x”\nline" for name in report.PARTS} | {"claim": "<img src=x>../../evil"}
    told = repr(report.export(form, tmp_path, language))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<img" not in page and "http" not in page and str(tmp_path) not in told
    assert page.count("&lt;script&gt;") == len(report.PARTS) and "&amp;" in page
    assert lang.text("claims.report_missing_part", language) not in page


@pytest.mark.parametrize("form", [7, "text", ["a"], {"exactly": 13.6, "verdict": ["wrong"]}])
def test_nothing_that_a_learner_writes_raises(form, tmp_path):
    assert repr(report.export(form, tmp_path, "en"))
