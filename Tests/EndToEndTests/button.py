"""A business system's page, `portal.php`, with both buttons, in Chromium: the one is pressed, and link and QR code stand
on its page; the other, without scripts, leads to Usher's page, whose button makes the link once. Where Usher makes none,
the button says why.

    button.py PORTAL BASE_ADDRESS --screenshots FOLDER [--refused TEXT]
"""

import argparse
import pathlib
import sys

from browser import Browser, Findings, check, until


def press(browser):
    browser.allow_scripts(True)
    browser.driver.get(browser.origin + "/portal.php")
    browser.driver.find_element("css selector", "[data-usher-invite]").click()


def shows(browser, base):
    """The button of the portal's own page."""
    press(browser)
    driver = browser.driver
    field = until(lambda: driver.find_elements("css selector", "input[readonly]"), "the link")[0]
    link = field.get_attribute("value")
    check(link.startswith(base + "/I/"), f"no link: {link}")
    until(lambda: driver.execute_script("return document.querySelector('img').naturalWidth > 0"), "the QR code")
    browser.photograph("portal")
    driver.get(link)
    check("You are invited" in driver.find_element("css selector", "h1").text, "the link leads nowhere")


def link_on(browser):
    """The other button, as it stands there without scripts."""
    browser.allow_scripts(False)
    browser.driver.get(browser.origin + "/portal.php")
    return browser.driver.find_element("css selector", "a").get_attribute("href")


def leads(browser, link):
    browser.open(link)
    browser.look("invite-button")
    browser.follow("form button")
    check("ready" in browser.read("[role=status]"), "nothing says that it is made")
    browser.look("invite-button-made")
    browser.open(link)
    browser.follow("form button")
    check("Here it is again" in browser.text, "pressed again, it is made again")


def refuses(browser, text):
    press(browser)
    said = until(lambda: browser.driver.find_element("css selector", "[role=status]").text, "an answer")
    check(said == text, f"the button says {said}")
    browser.photograph("portal-refused")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("portal")
    parser.add_argument("base_address")
    parser.add_argument("--screenshots", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--refused", metavar="TEXT")
    asked = parser.parse_args()
    asked.screenshots.mkdir(parents=True, exist_ok=True)
    findings = Findings()
    # The portal's page is not ours to look at.
    with Browser(asked.portal, Findings(), asked.screenshots) as browser:
        if asked.refused:
            refuses(browser, asked.refused)
        else:
            shows(browser, asked.base_address)
            link = link_on(browser)
    if not asked.refused:
        with Browser(asked.base_address, findings, asked.screenshots) as browser:
            leads(browser, link)
    lines = findings.lines()
    print("\n".join([*lines, f"findings: {len(lines)}"]))
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
