"""What every walk through the site shares: its arguments, numbered steps, the report at the end, and the
ways that people go in more than one of them.

The site runs already, behind any web server; its mails land in a folder, one file each. A walk prints
`ok 1 …` for each step, the findings, and their number; it exits 0 only if all is well.
"""

import argparse
import contextlib
import email
import email.policy
import pathlib
import time

from selenium.common.exceptions import WebDriverException

from browser import Browser, Failed, Findings, check, until


class Stop(Exception):
    """What did not work has been told; the walk ends."""


class Walk:
    """What the steps hand on from one to the next."""

    def __init__(self, asked):
        self.asked = asked
        self.base = asked.base_address.rstrip("/")
        self.program = f"{self.base}/usher"
        self.findings = Findings()
        self.steps = 0
        self.run = format(int(time.time()), "x")

    def browser(self):
        return Browser("/".join(self.base.split("/")[:3]), self.findings, self.asked.screenshots)

    @contextlib.contextmanager
    def step(self, browser, what):
        self.steps += 1
        try:
            yield
        except (Failed, WebDriverException) as problem:
            print(f"not ok {self.steps} {what}: {problem}", flush=True)
            with contextlib.suppress(WebDriverException):
                print(f"at {browser.address}:\n{browser.text}", flush=True)
                browser.photograph("failed")
            raise Stop from problem
        print(f"ok {self.steps} {what}", flush=True)

    def report(self):
        for line in (lines := self.findings.lines()):
            print(line)
        print(f"findings: {len(lines)}")
        return len(lines)

    def address(self, path):
        """Of a page of the program."""
        return f"{self.program}/{path}"


def arguments(description):
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("base_address", metavar="BASE_ADDRESS")
    parser.add_argument("--login", required=True, help="an administrator's")
    parser.add_argument("--password", required=True)
    parser.add_argument("--mails", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--screenshots", required=True, type=pathlib.Path, metavar="FOLDER")
    return parser


def carry_out(walk, steps):
    """The walk from its beginning to its end; the exit status."""
    walk.asked.screenshots.mkdir(parents=True, exist_ok=True)
    stopped = False
    try:
        steps(walk)
    except Stop:
        stopped = True
    return 1 if walk.report() or stopped else 0


# MARK: Ways


def apply(browser, page, name, address, expecting=200):
    """From an invitation's page to what the site answers."""
    browser.open(page)
    browser.fill("name", name)
    browser.fill("email", address)
    browser.enter(expecting)


def sign_in(browser, name, password, expecting=200):
    browser.fill("name", name)
    browser.fill("password", password)
    browser.enter(expecting)


def sign_out(browser):
    browser.follow("form[action$='/sign-out'] button")
    check(browser.address.split("?")[0].endswith("/sign-in"), "this is not the sign-in")


def count(browser):
    """How many wait, as every page of the administration says."""
    return int(browser.ask("document.querySelector('.count')?.firstChild.data ?? '0'"))


def mail(walk, recipient):
    """The text of the one mail to somebody, as soon as it is there."""

    def find():
        return [text for text in map(text_part, walk.asked.mails.rglob("*")) if text and recipient in text[0]]

    found = until(find, f"a mail to {recipient}", seconds=20)
    check(len(found) == 1, f"{len(found)} mails went to {recipient}")
    return found[0][1]


def text_part(file):
    """Recipients and text of a mail that is wholly written."""
    if not file.is_file():
        return None
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return (str(message["To"]), body.get_content()) if message["To"] and body else None
