import json
from pathlib import Path

import pytest

from nlp.report.page import render_page
from tests.report.hostile import HOSTILE
from tests.report.test_page import hostile_results

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]  # Selenium talks to its driver

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=400,900",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Headless Chromium on the hostile page, all its parts unfolded."""
    from selenium import webdriver

    if not (CHROMIUM.exists() and DRIVER.exists()):
        pytest.skip("Chromium and its driver are not installed")
    folder = tmp_path_factory.mktemp("page")
    page = folder / "report.html"
    html = render_page(hostile_results()).replace("<details", "<details open")
    page.write_text(html, encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    try:
        driver.get(page.as_uri())
        yield driver
    finally:
        driver.quit()


def test_page_asks_for_nothing(browser):
    """
    The page is the only thing that the browser loads.
    """
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [one["params"] for one in events if one["method"] == "Network.requestWillBeSent"]
    own = [one["request"]["url"] for one in sent if one["documentURL"] == browser.current_url]
    assert [browser.current_url] == [url for url in own if not url.startswith("data:")]


def test_nothing_runs_and_nothing_is_refused(browser):
    """
    No dialog opens, and the console holds no error: the policy lets the page's own style through.
    """
    from selenium.common.exceptions import NoAlertPresentException

    assert [] == browser.get_log("browser")
    with pytest.raises(NoAlertPresentException):
        _ = browser.switch_to.alert


def test_style_is_applied_and_nothing_sticks_out(browser):
    """
    On a telephone the page is styled and needs no sideways scrolling.
    """
    width = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert 0 == browser.execute_script(width)
    drawn = "return getComputedStyle(document.querySelector('rect.bar')).fill"
    assert "rgb(0, 0, 0)" != browser.execute_script(drawn)


def test_quotes_read_as_they_were_written(browser):
    """
    The reader sees a hostile response letter by letter.
    """
    quotes = browser.execute_script(
        "return [...document.querySelectorAll('blockquote')].map(one => one.textContent)"
    )
    assert HOSTILE[0] in quotes
    assert HOSTILE[1] in quotes
