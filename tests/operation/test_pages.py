"""Prefect's pages in headless Chromium, as an analyst sees them."""

import json
from urllib.parse import urlsplit

import pytest

from tests.report.test_browser import CHROMIUM, DRIVER, FLAGS

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.enable_socket,
]


@pytest.fixture(scope="module")
def browser(serving, tmp_path_factory):
    """Chromium, signed in with the password of the file."""
    from selenium import webdriver
    from selenium.webdriver.common.by import By

    if not (CHROMIUM.exists() and DRIVER.exists()):
        pytest.skip("Chromium and its driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    profile = tmp_path_factory.mktemp("profile")
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    try:
        driver.implicitly_wait(60)
        driver.get(serving.url)
        driver.find_element(By.CSS_SELECTOR, "input[type=password]").send_keys(serving.auth)
        driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        driver.find_element(By.LINK_TEXT, "Deployments")
        yield driver
    finally:
        driver.quit()


def shows(browser, text):
    """Wait until *text* stands on the page, which may be drawn anew meanwhile."""
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    place = f"//*[contains(normalize-space(text()), '{text}')]"
    wait = WebDriverWait(browser, 60, ignored_exceptions=[StaleElementReferenceException])
    return wait.until(lambda page: page.find_element(By.XPATH, place).is_displayed())


def test_form_explains_itself(serving, browser):
    """
    Study, wave, stages and redo stand there with a sentence each.
    """
    deployment = serving.deployment("code-wave")["id"]
    browser.get(f"{serving.url}/v2/deployments/deployment/{deployment}/run")

    for said in ("Study", "Wave", "Stages", "Redo", "The name of a file in configs/studies"):
        assert shows(browser, said)


def test_a_night_and_its_table_are_shown(serving, browser):
    """
    The run is in the list of runs, and the table of studies on the page of its key.
    """
    assert "COMPLETED" == serving.ended(serving.submit("nightly"))["state_type"]

    browser.get(f"{serving.url}/v2/runs")
    assert shows(browser, "nightly")
    nights = {"artifacts": {"key": {"any_": ["nightly"]}}}
    table = serving.api("POST", "/artifacts/filter", nights)[0]
    browser.get(f"{serving.url}/v2/artifacts/artifact/{table['id']}")
    assert shows(browser, "What the last night came to")
    assert shows(browser, "small")


def test_pages_reach_nobody_else(serving, browser):
    """
    Of what the pages ask, nothing leaves for another host.
    """
    browser.get(f"{serving.url}/v2/deployments")
    assert shows(browser, "code-wave")
    events = [json.loads(one["message"])["message"] for one in browser.get_log("performance")]
    answered = [
        urlsplit(one["params"]["response"]["url"])
        for one in events
        if one["method"] == "Network.responseReceived"
    ]
    hosts = {url.hostname for url in answered if url.scheme in {"http", "https"}}  # not chrome's
    asked = {
        one["params"]["requestId"]: one["params"]["request"]["url"]
        for one in events
        if one["method"] == "Network.requestWillBeSent"
    }
    unanswered = {
        urlsplit(asked[one["params"]["requestId"]]).hostname
        for one in events
        if one["method"] == "Network.loadingFailed"
        and one["params"].get("blockedReason") != "csp"
        and one["params"]["requestId"] in asked
    }
    assert {"127.0.0.1"} == hosts
    assert unanswered <= {"127.0.0.1"}
