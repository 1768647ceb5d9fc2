"""The whole way from an invitation to the newcomer's second sign-in, in Debian's Chromium, as people
walk it: on a phone 320 px wide, by keyboard, without scripts, as the site does without them.

Every page on the way is looked at in light and dark, at 320 and 1280 px: axe-core (WCAG 2.0 to 2.2,
A and AA, and best practices), nothing wider than the screen, no word broken in two, no complaint on the
browser's console, no request to anybody else, one screenshot each. What is not right is a finding; what
does not work ends the walk.

The site runs already, behind any web server; its mails land in a folder, one file each.
Prints `ok 1 …` for each step, the findings, and their number; exits 0 only if all is well.
"""

import argparse
import base64
import contextlib
import email
import email.policy
import importlib.util
import json
import pathlib
import sys
import tempfile
import time

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

PHONE, DESK = (320, 640), (1280, 800)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What ends to the right of a screen that wide.
WIDER = """width => [...document.querySelectorAll("*")]
  .filter(e => e.getBoundingClientRect().right > width + 0.5 || e == document.documentElement && e.scrollWidth > width)
  .map(e => e.outerHTML.slice(0, 120))"""

# Words of ordinary length that begin on one line and end on the next. Addresses may.
BROKEN = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), broken = []
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/(?<![-\w@.])\p{Script=Latin}{2,14}(?![-\w@.])/gu)) {
      const range = document.createRange()
      range.setStart(texts.currentNode, word.index)
      range.setEnd(texts.currentNode, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(r => r.top)).size > 1) broken.push(word[0])
    }
  }
  return broken
}"""


class Failed(Exception):
    """A step did not work."""


class Stop(Exception):
    """What did not work has been told; the walk ends."""


def check(holds, otherwise):
    if not holds:
        raise Failed(otherwise)


def until(attempt, what, seconds=10):
    """The first answer that is not empty, asked for again and again until the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(WebDriverException):  # between two pages there is none to ask
            if answer := attempt():
                return answer
        check(time.monotonic() < deadline, f"waited {seconds} s in vain for {what}")
        time.sleep(0.05)


# MARK: The browser


class Browser:
    """One person's browser, with a profile of its own."""

    axe = (
        pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent / "axe.min.js"
    ).read_text()

    def __init__(self, origin, findings, screenshots):
        self.origin, self.findings, self.screenshots = origin, findings, screenshots
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)

    def __enter__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
            "headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run",
            "disable-background-networking", "lang=en", f"user-data-dir={self.profile.name}",
        ):  # fmt: skip
            options.add_argument(f"--{argument}")
        options.add_experimental_option("prefs", {"intl.accept_languages": "en-US,en"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(30)
        self.hold(PHONE)
        self.allow_scripts(False)
        self.driver.get("data:text/html,<title>off</title><script>document.title = 'on'</script>")
        check(self.driver.title == "off", "the browser runs scripts")
        self.driver.get_log("performance")  # of the page that Chromium shows first
        return self

    def __exit__(self, *_):
        try:
            self.note_requests()
        finally:
            self.driver.quit()
            self.profile.cleanup()

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def ask(self, script, *arguments):
        """DevTools' answer about the page; works where the page's own scripts do not run."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def allow_scripts(self, allowed):
        self.cdp("Emulation.setScriptExecutionDisabled", value=not allowed)

    def hold(self, size):
        """A phone lays its scroll bars over the page; a desk's screen does not."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=size[0], height=size[1], deviceScaleFactor=1, mobile=size == PHONE,
        )  # fmt: skip

    # Going from page to page

    def open(self, address, expecting=200):
        self.driver.get(address)
        self.arrived(expecting)

    def press(self, *keys):
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def enter(self, expecting=200):
        """Presses Enter and waits for the page to which that leads."""
        before = self.ask("performance.timeOrigin")
        self.press(Keys.ENTER)
        is_there = "performance.timeOrigin != arguments[0] && document.readyState == 'complete'"
        until(lambda: self.ask(is_there, before), "the next page")
        self.arrived(expecting)

    def arrived(self, expecting):
        status = self.ask("performance.getEntriesByType('navigation')[0].responseStatus")
        check(status in (expecting, 304), f"the answer is {status}, not {expecting}")
        for entry in self.driver.get_log("browser"):
            own = f"{self.address} - Failed to load resource: the server responded with a status of {status} "
            if status < 400 or not entry["message"].startswith(own):
                self.findings.add(f"console: {entry['level']}: {entry['message']}")

    def tab_to(self, selector, row=""):
        """Presses Tab until the keyboard is there: in the table's row that says `row`."""
        is_there = (
            "document.activeElement.matches(arguments[0])"
            " && (!arguments[1] || document.activeElement.closest('tr')?.textContent.includes(arguments[1]))"
        )
        for _ in range(200):
            if self.ask(is_there, selector, row):
                return self.note_focus()
            self.press(Keys.TAB)
        raise Failed(f"Tab does not lead to {selector} {row}")

    def fill(self, name, text):
        self.tab_to(f"[name={name}]")
        ActionChains(self.driver, duration=0).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        self.press(text)

    # What the page says

    @property
    def address(self):
        return self.driver.current_url

    @property
    def text(self):
        return self.ask("document.body.innerText")

    def has(self, selector):
        return self.ask("document.querySelector(arguments[0]) != null", selector)

    def read(self, selector):
        """The text of what fits; empty where nothing does."""
        return self.ask("document.querySelector(arguments[0])?.textContent.trim() ?? ''", selector)

    def problem(self, name):
        """The sentence at a field that a screen reader hears with it."""
        field = f"[name={name}][aria-invalid=true]"
        described = self.ask("document.querySelector(arguments[0])?.getAttribute('aria-describedby') ?? ''", field)
        sentence = self.read(f".problem#{name}-problem")
        check(f"{name}-problem" in described.split() and sentence, f"no sentence belongs to the field {name}")
        return sentence

    # Looking at it

    def look(self, page):
        """Checks and photographs the page in all four views."""
        self.allow_scripts(True)  # axe waits by timers; the page's own scripts were refused when it loaded
        self.cdp("Runtime.evaluate", expression=self.axe)
        for size in (DESK, PHONE):
            self.hold(size)
            for scheme in ("dark", "light"):
                self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                self.note_violations(page, f"{size[0]} {scheme}")
                self.photograph(f"{page}-{size[0]}-{scheme}")
            self.note_layout(page, size[0])
        self.allow_scripts(False)

    def photograph(self, name):
        width, height = self.ask("[innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        (self.screenshots / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def note_violations(self, page, view):
        run = f"axe.run({{runOnly: {AXE_TAGS}, resultTypes: ['violations']}}).then(r => JSON.stringify(r.violations))"
        answer = self.cdp("Runtime.evaluate", expression=run, awaitPromise=True, returnByValue=True)
        check("exceptionDetails" not in answer, f"axe broke on {page}: {answer}")
        for rule in json.loads(answer["result"]["value"]):
            for node in rule["nodes"]:
                summary = " ".join(node["failureSummary"].split())
                self.findings.add(f"axe: {rule['id']} on {page}: {node['html']}: {summary}", view)

    def note_layout(self, page, width):
        for html in self.ask(f"({WIDER})(arguments[0])", width):
            self.findings.add(f"wider than {width} px on {page}: {html}")
        for word in self.ask(f"({BROKEN})()"):
            self.findings.add(f"a word broken in two on {page}: {word}", f"{width}")

    def note_focus(self):
        if not self.ask("getComputedStyle(document.activeElement).outlineStyle != 'none'"):
            html = self.ask("document.activeElement.outerHTML")
            self.findings.add(f"the keyboard's place is not seen: {html}")

    def note_requests(self):
        """Nothing is asked of anybody but the site."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                if not address.startswith((f"{self.origin}/", "data:")):
                    self.findings.add(f"request to another origin: {address}")


class Findings:
    """What is not right, said once, with the views in which it is so."""

    def __init__(self):
        self.views = {}

    def add(self, finding, view=""):
        self.views.setdefault(finding, []).append(view)

    def lines(self):
        return [f"{finding} {views if any(views) else ''}".strip() for finding, views in self.views.items()]


# MARK: The walk


class Walk:
    """What the steps hand on from one to the next."""

    def __init__(self, asked):
        self.asked = asked
        self.base = asked.base_address.rstrip("/")
        self.findings = Findings()
        self.steps = 0
        run = format(int(time.time()), "x")
        self.grace = f"grace.{run}@navy.example"
        self.edsger = f"edsger.{run}@mathematics.example"
        self.wang = f"wang.xiaoming.with.a.long.address.{run}@subsidiary.of.a.large.company.example"

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
        """Of a page of the program; the landing page's form says where that is mounted."""
        return f"{self.program}/{path}"


def invitation(walk, browser):
    with walk.step(browser, "the invitation says who invites, into what, until when, on one phone screen"):
        browser.open(f"{walk.base}/I/{walk.asked.invitation}/")
        facts = browser.ask("[...document.querySelectorAll('dd')].map(e => e.innerText)")
        check(len(facts) == 3 and all(facts), f"inviter, department and end are {facts}")
        fits(browser)
        walk.program = browser.ask("document.querySelector('form').action").removesuffix("/apply")
        browser.look("landing")
    with walk.step(browser, "it is there in Chinese, and back in English"):
        browser.tab_to("nav a[lang=zh-Hans]")
        browser.enter()
        check(browser.ask("document.documentElement.lang") == "zh-Hans", "the page is not in Chinese")
        fits(browser)
        browser.look("landing-chinese")
        browser.tab_to("nav a[lang=en]")
        browser.enter()
        check(browser.ask("document.documentElement.lang") == "en", "the page is not in English")


def fits(browser):
    width, right, bottom = browser.ask(
        "[document.documentElement.scrollWidth, ...(b => [b.right, b.bottom])"
        "(document.querySelector('form button').getBoundingClientRect())]"
    )
    check(width <= PHONE[0], f"the page is {width} px wide")
    check(right <= PHONE[0] and bottom <= PHONE[1], f"the button ends at {right}, {bottom} px")


def application(walk, browser):
    with walk.step(browser, "a broken address is told at its field, and the name stays"):
        browser.fill("name", "Grace Hopper")
        browser.fill("email", "grace@navy")
        browser.tab_to("form button")
        browser.enter(expecting=422)
        browser.problem("email")
        check(browser.ask("document.querySelector('[name=name]').value") == "Grace Hopper", "the name is gone")
        check(browser.ask("document.activeElement.name") == "email", "the keyboard is not at the field")
        browser.look("form-with-problem")
    with walk.step(browser, "mended, it leads to the applicant's own page with a reference"):
        browser.fill("email", walk.grace)
        browser.enter()
        walk.reference = browser.read("dd")
        check("/application/" in browser.address and walk.reference, "no reference is shown")
        check(walk.grace in browser.text, "the address is not shown")
        walk.status = browser.address
        browser.look("status")
    with walk.step(browser, "two more people apply"):
        apply(walk, browser, "Edsger W. Dijkstra", walk.edsger)
        walk.other_status = browser.address
        apply(walk, browser, "王小明", walk.wang)


def apply(walk, browser, name, address):
    browser.open(f"{walk.base}/I/{walk.asked.invitation}/")
    browser.fill("name", name)
    browser.fill("email", address)
    browser.enter()
    check(address in browser.text, "the application is not confirmed")


def codes(walk, browser):
    with walk.step(browser, "the entrance leads to the code, the code in small letters to the invitation"):
        browser.open(f"{walk.base}/")
        browser.look("entrance")
        browser.tab_to("main a.button")
        browser.enter()
        browser.look("join")
        browser.fill("code", walk.asked.invitation.lower().replace("-", ""))
        browser.enter()
        check(browser.address.endswith(f"/I/{walk.asked.invitation}/"), "this is not the invitation")
    with walk.step(browser, "a code that never was is answered neutrally"):
        browser.open(f"{walk.base}/join/")
        browser.fill("code", "0000-0000-00000")
        browser.enter(expecting=404)
        browser.look("unknown-code")
    with walk.step(browser, "a dead invitation says why and asks for nothing"):
        browser.open(f"{walk.base}/I/{walk.asked.dead}/")
        check(not browser.has("form"), "there is a form")
        browser.look("dead")
    with walk.step(browser, "an address that is none says so, from the web server and from the program"):
        browser.open(f"{walk.base}/nothing-here", expecting=404)
        browser.look("not-found")
        browser.open(walk.address("nothing-here"), expecting=404)
        browser.look("not-found-program")
        for status in (403, 500, 503):
            browser.open(f"{walk.base}/errors/{status}.html")
            browser.look(f"error-{status}")


def administration(walk, browser):
    with walk.step(browser, "an administrator signs in; a wrong password is refused"):
        browser.open(walk.address("admin/applications"))
        browser.look("sign-in")
        sign_in(browser, walk.asked.login, "not the password at all", expecting=422)
        browser.look("sign-in-refused")
        sign_in(browser, walk.asked.login, walk.asked.password)
        check(browser.address == walk.address("admin/applications"), "this is not the list")
    with walk.step(browser, "the list says how many wait; one press approves"):
        waiting = count(browser)
        check(waiting >= 3, f"{waiting} wait")
        browser.look("applications-waiting")
        browser.tab_to("button[value=approve]", row=walk.grace)
        browser.enter()
        check("Grace Hopper" in browser.read("[role=status]"), "nothing says that Grace Hopper is approved")
        check(count(browser) == waiting - 1, f"{count(browser)} wait still")
        browser.look("applications-decided")
    with walk.step(browser, "a rejection takes a reason, and mails it"):
        browser.tab_to("a[href$='#reject']", row=walk.edsger)
        browser.enter()
        browser.look("application")
        browser.fill("reason", "Places at this stand are for new colleagues.")
        browser.tab_to("[name=mailed]")
        browser.press(Keys.SPACE)
        browser.tab_to("button[value=reject]")
        browser.enter()
        check(count(browser) == waiting - 2, f"{count(browser)} wait still")
        welcome = mail(walk, walk.edsger)
        check("for new colleagues" in welcome, f"the mail gives no reason:\n{welcome}")
    with walk.step(browser, "the list shows all, in Chinese too; one application is told whole"):
        browser.tab_to("[name=state]")
        browser.press("All")
        browser.tab_to("form.bar button")
        browser.enter()
        states = browser.ask("[...document.querySelectorAll('.state')].map(e => e.classList[1])")
        check({"pending", "approved", "rejected"} <= set(states), f"the list shows {states}")
        browser.look("applications")
        browser.tab_to("nav a[lang=zh-Hans]")
        browser.enter()
        browser.look("applications-chinese")
        browser.tab_to("nav a[lang=en]")
        browser.enter()
        browser.tab_to("td a", row=walk.grace)
        browser.enter()
        check(walk.reference in browser.text, "this is another application")
        browser.look("application-approved")
    with walk.step(browser, "an administrator's own page; signing out"):
        browser.tab_to("nav a[href$='/me']")
        browser.enter()
        browser.look("administrator")
        sign_out(browser)
    with walk.step(browser, "the applicants' own pages tell the decision"):
        browser.open(walk.status)
        browser.look("status-approved")
        browser.open(walk.other_status)
        browser.look("status-rejected")


def count(browser):
    """How many wait, as every page of the administration says."""
    return int(browser.ask("document.querySelector('.count')?.firstChild.data ?? '0'"))


def sign_in(browser, name, password, expecting=200):
    browser.fill("name", name)
    browser.fill("password", password)
    browser.enter(expecting)


def sign_out(browser):
    browser.tab_to("form[action$='/sign-out'] button")
    browser.enter()
    check(browser.address.split("?")[0].endswith("/sign-in"), "this is not the sign-in")


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


def newcomer(walk, browser):
    with walk.step(browser, "the welcome mail says where and how to sign in"):
        browser.open(f"{walk.base}/")
        facts = dict(line.partition(": ")[::2] for line in mail(walk, walk.grace).splitlines())
        login, initial = facts.get("Account"), facts.get("Initial password")
        check(facts.get("Sign in at") and login and initial, f"it lacks something: {list(facts)}")
    with walk.step(browser, "the initial password opens the choice of another, and nothing else"):
        browser.open(facts["Sign in at"])
        sign_in(browser, login, initial)
        for path in ("me", "admin/applications"):
            browser.open(walk.address(path))
            check(browser.address == walk.address("me/password"), f"{path} is open")
        browser.look("password")
    with walk.step(browser, "a short password is refused at its field, a good one leads to the own page"):
        choose(browser, "too short", expecting=422)
        browser.problem("chosen")
        browser.look("password-with-problem")
        chosen = "seven lighthouses and a ferry"
        choose(browser, chosen)
        check(browser.address.split("?")[0] == walk.address("me") and login in browser.text, "this is not the own page")
        browser.look("member")
    with walk.step(browser, "a member's way to another password asks for the one until now"):
        browser.tab_to("a[href$='/me/password']")
        browser.enter()
        check(browser.has("[name=current]"), "nothing asks for the password until now")
        browser.look("password-again")
    with walk.step(browser, "the administration is closed to a member"):
        browser.open(walk.address("admin/applications"), expecting=403)
        browser.look("forbidden")
    with walk.step(browser, "signed out and in again with the new password; the initial one is dead"):
        browser.open(walk.address("me"))
        sign_out(browser)
        sign_in(browser, login, chosen)
        check(browser.address.split("?")[0] == walk.address("me"), "this is not the own page")
        sign_out(browser)
        sign_in(browser, login, initial, expecting=422)
        check(browser.has("[role=alert]"), "nothing says why")


def choose(browser, password, expecting=200):
    browser.fill("chosen", password)
    browser.fill("repeated", password)
    browser.enter(expecting)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("base_address", metavar="BASE_ADDRESS")
    parser.add_argument("--invitation", required=True, metavar="CODE", help="one that is open and asks for approval")
    parser.add_argument("--dead", required=True, metavar="CODE", help="one that is not open any more")
    parser.add_argument("--login", required=True, help="an administrator's")
    parser.add_argument("--password", required=True)
    parser.add_argument("--mails", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--screenshots", required=True, type=pathlib.Path, metavar="FOLDER")
    return parser.parse_args()


def main():
    walk = Walk(arguments())
    walk.asked.screenshots.mkdir(parents=True, exist_ok=True)
    stopped = False
    try:
        with walk.browser() as browser:
            invitation(walk, browser)
            application(walk, browser)
            codes(walk, browser)
            administration(walk, browser)
        with walk.browser() as browser:
            newcomer(walk, browser)
    except Stop:
        stopped = True
    return 1 if walk.report() or stopped else 0


if __name__ == "__main__":
    sys.exit(main())
