"""Numbers of three explorers worked out from the CSV files by pandas alone, not through the course's own package."""

import re

import pandas as pd
from lessons import ROOT, plain, wait_until

FIRST_DAY = pd.Timestamp("2014-08-08")
INDEX = """control => control.tagName === "SELECT" ? control.selectedIndex : Number(control.getAttribute("aria-valuenow"))"""


def table(name: str) -> pd.DataFrame:
    """A table of the course, its days read as dates."""
    read = pd.read_csv(ROOT / "data" / f"{name}.csv")
    for column in read.columns[read.columns.str.endswith("_date")]:
        read[column] = pd.to_datetime(read[column])
    return read


def strikes(chosen: int) -> list[str]:
    """Strikes and days from the report in that place of the list (the first day is in place 0) to the article's."""
    figures = table("article_figures").set_index("figure_id").loc["a13-strikes-total"]
    reports = table("strikes")
    reports = reports[
        (reports["counting_body"] == "cjtf_oir")
        & (reports["quality"] != "contradiction")
        & reports["as_of_precision"].isin(["day", "inferred_day"])
        & reports["strikes_total"].notna()
    ].sort_values("as_of_date")
    report = reports.iloc[chosen - 1]
    between = figures["value"] - report["strikes_total"]
    return [f"{between:,.0f}", f"{(figures['as_of_date'] - report['as_of_date']).days:,}"]


def cost(chosen: int) -> list[str]:
    """Average, days with both ends and total in billions of the published report in that place of the list."""
    reports = table("cost")
    reports = reports[
        (reports["series"] == "oir_report")
        & (reports["quality"] != "contradiction")
        & reports[["total_usd_billion", "average_usd_million_per_day", "as_of_date"]].notna().all(axis=1)
    ]
    report = reports.iloc[chosen - 2]  # the article's figures and one's own stand before them
    days = (report["as_of_date"] - FIRST_DAY).days + 1
    rate = report["average_usd_million_per_day"]
    return [f"{rate:g}", f"{days:,}", f"{float(f'{rate * days / 1000:.3g}'):g}"]


def harm(chosen: int) -> list[str]:
    """The Coalition's and Airwars' latest floors published by the end of that month, and how far apart they are."""
    month_end = pd.Timestamp("2014-10-01") + pd.DateOffset(months=chosen) + pd.offsets.MonthEnd(0)
    counts = table("civilian_counts")
    counts["published"] = counts["report_date"].where(counts["report_precision"] != "month", counts["as_of_date"])
    known = counts[counts["as_of_date"].notna() & (counts["published"] <= month_end)].sort_values(
        ["published", "as_of_date", "people_killed_low"]
    )
    low = [
        known.loc[known["series"] == series, "people_killed_low"].iloc[-1]
        for series in ("coalition_all", "airwars_low_high")
    ]
    return [f"{number:,.0f}" for number in (*low, abs(low[0] - low[1]))]


COMPARED = {
    "strike-explorer": ("start", ("ArrowDown", "ArrowDown"), strikes),
    "cost-calculator": ("figures", ("ArrowDown", "ArrowDown"), cost),
    "harm-explorer": ("month", ("ArrowLeft",), harm),
}
"""Explorer -> the control that is moved, by which keys, and what makes the numbers from its new place."""


def compare(sheet, live, here, at):
    """Move a control by keyboard and find the tables' numbers in the sentence; nothing for other explorers."""
    if here.name not in COMPARED:
        return
    name, keys, numbers = COMPARED[here.name]
    label = here.controls[name].description
    box = live.locator(":has(> .widget-label)", has_text=label).filter(has=sheet.locator("select, .noUi-handle"))
    control = box.locator("select, .noUi-handle").first
    before = live.locator(".campaign-sentence").inner_text()
    control.focus()
    for key in keys:
        sheet.keyboard.press(key)
    wait_until(
        sheet, lambda: live.locator(".campaign-sentence").inner_text() != before, f"{at}: {keys} change nothing", 10
    )
    assert_numbers(sheet, live, numbers(int(control.evaluate(INDEX))), at)


def assert_numbers(sheet, live, expected, at, seconds=10):
    """The sentence holds each number."""

    def missing():
        said = re.findall(r"\d[\d,.]*\d|\d", plain(live.locator(".campaign-sentence").inner_text()))
        return [number for number in expected if number not in said]

    wait_until(
        sheet,
        lambda: not missing(),
        lambda: f"{at}: {missing()} not in '{live.locator('.campaign-sentence').inner_text()}'",
        seconds,
    )
