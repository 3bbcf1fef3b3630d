"""The HTML report in a real browser: Debian's chromium, headless, with a fresh profile."""

from __future__ import annotations

import base64
import json
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import printable
from pytest_mlgate.reports import html
from pytest_mlgate.reports.record import About, GateReport
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Series
from report_samples import HOSTILE, everywhere, record, report

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="there is no chromium with chromedriver here"
    ),
]

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

FLOOR = Limit(">=", 0.8)


class Page:
    """One browser that looks at reports."""

    def __init__(self, folder: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.folder = folder
        self.driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))

    def show(self, one: GateReport, fragment: str = "") -> None:
        path = self.folder / f"report{time.monotonic_ns()}.html"
        path.write_text(html.write(one), encoding="utf-8")
        self.driver.get(path.as_uri() + fragment)

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def cdp(self, command: str, **arguments: object) -> Any:
        return self.driver.execute_cdp_cmd(command, arguments)

    def listed(self) -> list[str]:
        """Return the names of the checks that are to be seen."""
        return self.run(
            "return [...document.querySelectorAll('.c')].filter(c => c.checkVisibility())"
            ".map(c => c.querySelector('h4').textContent)"
        )

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def focus(self) -> str:
        return self.run("return document.activeElement.textContent")

    def size(self, width: int, height: int) -> None:
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=width < 500)  # fmt: skip

    def prefer(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.cdp("Emulation.setEmulatedMedia", features=features)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = Page(tmp_path_factory.mktemp("browser"))
    yield page
    page.driver.quit()


@pytest.fixture
def page(browser: Page) -> Iterator[Page]:
    """A browser of which nothing is left behind, and which has nothing to complain about."""
    browser.size(1280, 900)
    browser.prefer("light")
    browser.driver.get("about:blank")
    for kind in ("browser", "performance"):
        browser.driver.get_log(kind)
    yield browser
    assert [entry["message"] for entry in browser.driver.get_log("browser")] == []
    asked = [json.loads(entry["message"])["message"] for entry in browser.driver.get_log(
        "performance")]  # fmt: skip
    urls = [a["params"]["request"]["url"] for a in asked if a["method"] ==
            "Network.requestWillBeSent"]  # fmt: skip
    assert urls
    assert [url for url in urls if not url.startswith(browser.folder.as_uri())] == []


def gate() -> GateReport:
    """Return a gate with a bit of everything."""
    rates = tuple(
        Estimate(name=f"rate of {g}", value=v, lower=v - 0.1, upper=v + 0.1, confidence=0.95, n=50,
                 group=g, method="Wilson")
        for g, v in (("women", 1 / 3), ("men", 0.6))
    )  # fmt: skip
    ratio = Estimate(name="ratio", value=0.55, lower=0.5, upper=0.6, limit=FLOOR)
    days = tuple((f"2026-06-{day:02}", 70 + day / 3) for day in range(1, 16))
    return replace(
        report(
            record("FAIL", "fairness.impact", "sex", summary="unfair", remedy="Mend it.",
                   estimates=(ratio, *rates)),
            record("PASS", "fairness.odds", "sex"),
            record("ERROR", "data.rows", detail="Traceback: boom"),
            record("WARN", "data.psi", findings=(Finding(message="needle", path="a.py", line=3),)),
            record("PASS", "health.trend", series=(Series(name="score", points=days),)),
            record("NOT_APPLICABLE", "health.debt"),
        ),
        checks={"data.rows": About(title="Rows are there.", kind="config", doc="Why\n---")},
    )  # fmt: skip


ALL = ["data.rows", "data.psi", "fairness.impact[sex]", "fairness.odds[sex]", "health.trend",
       "health.debt"]  # fmt: skip


# What is to be seen


def test_the_first_screen(page: Page) -> None:
    page.show(gate())
    assert page.driver.title == "The gate fails"
    top = page.run(
        "return [...document.querySelectorAll('h1, .why, .b > li')]"
        ".filter(e => e.getBoundingClientRect().bottom < innerHeight)"
        ".map(e => e.innerText.replace(/\\n+/g, '\\n'))"
    )
    assert top[:2] == ["The gate fails", "2 of 6 checks block."]
    assert top[3] == "fail\nfairness.impact[sex]\nunfair\nTo do: Mend it."
    assert page.listed() == ALL


def test_a_check_opens_with_a_picture_of_its_figures(page: Page) -> None:
    page.show(gate())
    page.find(".c[data-o=fail] > summary").click()
    boxes = page.run(
        "return [...document.querySelectorAll('.c[open] td.p use')]"
        ".map(e => e.getBoundingClientRect().x)"
    )
    assert len(boxes) == 3
    assert boxes[1] < boxes[2]
    picture = page.find(".c[open] td.p svg")
    assert picture.aria_role in {"img", "image"}
    assert picture.accessible_name == "ratio 0.55 (interval 0.5 to 0.6), limit >= 0.8: outside"


def test_a_series_is_drawn(page: Page) -> None:
    page.show(gate())
    page.run("document.querySelector('.c:has(figure)').open = true")
    box = page.run("const b = document.querySelector('path.s').getBoundingClientRect();"
                   "return [b.width, b.height]")  # fmt: skip
    assert box[0] > 500
    assert 50 < box[1] <= 144


def test_without_javascript_everything_is_there(page: Page) -> None:
    page.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.show(gate())
    finally:
        page.cdp("Emulation.setScriptExecutionDisabled", value=False)
    assert not page.find("form").is_displayed()
    assert page.listed() == ALL
    page.find(".c[data-o=error] > summary").click()
    assert "Rows are there." in page.find(".c[data-o=error]").text


# Search and filters


def test_search(page: Page) -> None:
    page.show(gate())
    page.find("[name=q]").send_keys("NEEDLE a.py:3")
    assert page.listed() == ["data.psi"]
    assert page.find("#shown").text == "1 of 6 checks"
    assert page.find("#shown").aria_role == "status"
    assert page.run("return [...document.querySelectorAll('.family')].map(f => f.hidden)") == [
        False, True, True,
    ]  # fmt: skip
    page.find("[name=q]").send_keys(" nowhere")
    assert page.listed() == []
    page.find("[type=reset]").click()
    assert page.listed() == ALL
    assert page.find("#shown").text == "6 checks"


def test_filters_and_their_address(page: Page) -> None:
    page.show(gate())
    page.find("[value=fail]").click()
    page.find("[value=error]").click()
    assert page.listed() == ["data.rows", "fairness.impact[sex]"]
    page.find("[name=family]").send_keys("fairness")
    assert page.listed() == ["fairness.impact[sex]"]
    page.find("[value=fail]").click()
    page.find("[value=error]").click()
    page.find("[name=blocking]").click()
    page.find("[name=q]").send_keys("unfair & more?")
    address = page.driver.current_url
    assert address.endswith("#q=unfair+%26+more%3F&family=fairness&blocking=1")
    page.driver.get("about:blank")
    page.driver.get(address)
    assert page.find("[name=q]").get_property("value") == "unfair & more?"
    assert page.find("[name=blocking]").is_selected()
    assert page.find("[name=family]").get_property("selectedOptions")[0].text == "fairness"
    assert page.listed() == []


def test_a_link_to_a_check_opens_it_even_if_it_is_filtered_out(page: Page) -> None:
    page.show(gate(), "#outcome=pass")
    assert page.listed() == ["fairness.odds[sex]", "health.trend"]
    page.find(".b a[href='#c1']").click()
    assert page.find(".c:has(#c1)").get_attribute("open")
    assert page.focus() == "failfairness.impact[sex]unfair"
    assert page.run("return document.querySelector('#c1').getBoundingClientRect().top > 0")


def test_open_all_opens_what_is_shown(page: Page) -> None:
    page.show(gate(), "#outcome=error")
    page.find("[name=open]").click()
    assert page.run("return document.querySelectorAll('.c[open]').length") == 1
    page.find("[name=close]").click()
    assert page.run("return document.querySelectorAll('.c[open]').length") == 0


# Keyboard and clipboard


def test_the_keyboard_reaches_everything(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.show(gate())
    page.press(Keys.TAB)
    assert page.focus() == "Skip to the checks"
    page.press(Keys.ENTER)
    assert page.focus() == "Checks"
    page.run("document.querySelector('.c > summary').focus()")
    page.press(Keys.ARROW_DOWN)
    page.press(Keys.ARROW_DOWN)
    assert page.focus() == "failfairness.impact[sex]unfair"
    page.press(Keys.ARROW_UP)
    page.press(Keys.ARROW_DOWN)
    page.press(Keys.ENTER)
    assert page.find(".c[data-o=fail]").get_attribute("open")
    assert page.run("const s = getComputedStyle(document.activeElement);"
                    "return s.outlineStyle + parseFloat(s.outlineWidth)") == "solid2"  # fmt: skip
    page.press(Keys.TAB)
    assert page.focus() == "0.55"


def test_a_number_is_copied_in_full_with_the_keyboard(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite"])
    page.show(gate())
    page.find(".c[data-o=fail] > summary").click()
    number = page.find(".copy[aria-label^='0.333333']")
    assert number.accessible_name == "0.333333, copy"
    number.send_keys(Keys.ENTER)
    page.run("return new Promise(done => setTimeout(done, 100))")
    assert page.find(".toast").text == f"Copied {1 / 3!r}"
    read = "const done = arguments[0]; navigator.clipboard.readText().then(done)"
    assert page.driver.execute_async_script(read) == repr(1 / 3)
    page.find(".whole").click()
    page.run("return new Promise(done => setTimeout(done, 100))")
    rows = page.driver.execute_async_script(read).splitlines()
    assert rows[0].split("\t") == ["What", "Value", "Interval", "n", "Limit"]
    assert rows[3].split("\t")[:2] == ["women", repr(1 / 3)]


def test_where_the_clipboard_is_refused_the_number_is_selected(page: Page) -> None:
    page.show(gate())
    page.run(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        "document.execCommand = () => false"
    )
    page.find(".c[data-o=fail] > summary").click()
    page.find(".copy").click()
    page.run("return new Promise(done => setTimeout(done, 100))")
    assert page.find(".toast").text.startswith("Selected: copy it with")
    assert page.run("return getSelection().toString()") == "0.55"


# Any screen, paper, any text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_does_not_scroll_sideways(page: Page, scheme: str) -> None:
    page.size(360, 740)
    page.prefer(scheme)
    for one in (gate(), *(everywhere(text) for text in ("n" * 10_000, "a b " * 500))):
        page.show(one)
        page.run("for (const d of document.querySelectorAll('details')) d.open = true")
        wide = page.run(
            "return [document.documentElement.scrollWidth, ...[...document.querySelectorAll("
            "'main *')].map(e => e.getBoundingClientRect()).filter(b => b.right > 361)"
            ".map(b => b.right)]"
        )
        assert wide == [360]


def test_dark_and_light(page: Page) -> None:
    page.show(gate())
    ground = "return getComputedStyle(document.body).backgroundColor"
    assert page.run(ground) == "rgb(255, 255, 255)"
    page.prefer("dark")
    assert page.run(ground) == "rgb(20, 23, 27)"


def test_on_paper_everything_is_open(page: Page) -> None:
    page.show(gate())
    page.run("addEventListener('beforeprint', () => { window.open_ = document.querySelectorAll("
             "'details:not([open])').length })")  # fmt: skip
    printed = base64.b64decode(page.cdp("Page.printToPDF", printBackground=True)["data"])
    assert printed.startswith(b"%PDF")
    assert page.run("return window.open_") == 0
    assert page.run("return document.querySelectorAll('details[open]').length") == 0
    page.cdp("Emulation.setEmulatedMedia", media="print")
    assert not page.find("form").is_displayed()
    # Where scripts are off the style alone opens what is closed.
    assert page.run("return document.querySelector('#c0').getBoundingClientRect().height") > 20
    page.cdp("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_stays_text(page: Page, text: str) -> None:
    page.show(everywhere(text))
    assert page.run("return document.querySelector('.c h4').textContent") == (
        printable(f"{text}.{text}", keep="\n\t") + printable(f"[{text}]")
    )
    page.run("for (const d of document.querySelectorAll('details')) d.open = true")
    foreign = page.run(
        "return document.querySelectorAll('img, iframe, [onerror], [onclick], [style],"
        ' a:not([href^="#"]), script:not(body > script)\').length'
    )
    assert foreign == 0
    page.find("[name=family]").send_keys("\ue015")
    assert page.run("return document.querySelectorAll('script').length") == 1


# Large


def many(number: int) -> GateReport:
    """Return a gate of so many verdicts, with findings and estimates."""
    rng = random.Random(1)
    outcomes = ["PASS"] * 10 + ["WARN", "INCONCLUSIVE", "FAIL", "ERROR", "NOT_APPLICABLE"]
    families = ("comparison", "data", "dependencies", "drift", "fairness", "health", "leakage")
    items = []
    for n in range(number):
        shown = rng.choice(outcomes)
        places = rng.randint(1, 6) if shown in {"FAIL", "WARN", "INCONCLUSIVE"} else 0
        findings = tuple(
            Finding(message="a column drifts by more than its limit", path=f"src/{n}/{i}.py",
                    line=i, rule=f"D{i}", outcome=Outcome(shown))
            for i in range(places)
        )  # fmt: skip
        estimates = tuple(
            Estimate(name=f"rate of part {i}", value=rng.random(), lower=0.1, upper=0.9,
                     n=rng.randint(10, 9999), confidence=0.95, method="Wilson", limit=FLOOR)
            for i in range(rng.choice([0, 1, 1, 2, 4]))
        )  # fmt: skip
        items.append(
            record(shown, f"{families[n % 7]}.check-{n % 20}", f"subject {n}", findings=findings,
                   estimates=estimates, summary=f"{places} findings, limit 0.4",
                   remedy="Mend the column." if findings else "")
        )  # fmt: skip
    return report(*items)


def test_two_thousand_verdicts(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """Generous limits for a busy machine; the figures are printed."""
    one = many(2000)
    began = time.perf_counter()
    size = len(html.write(one).encode())
    wrote = time.perf_counter() - began
    page.show(one)
    loaded, painted = page.run(
        "return [performance.getEntriesByType('navigation')[0].loadEventEnd,"
        " performance.getEntriesByName('first-contentful-paint')[0].startTime]"
    )
    page.run("document.querySelector('[name=q]').focus()")
    filtered = page.driver.execute_async_script(
        "const done = arguments[0], began = performance.now();"
        "document.querySelector('[value=fail]').click();"
        "requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))"
    )
    with capsys.disabled():
        print(
            f"\n2,000 verdicts: {size / 1e6:.1f} MB written in {wrote:.2f} s, painted after "
            f"{painted:.0f} ms, loaded after {loaded:.0f} ms, filtered in {filtered:.0f} ms"
        )
    assert size < 8e6
    assert wrote < 5
    assert loaded < 5000
    assert filtered < 1500
    assert 0 < len(page.listed()) < 2000
