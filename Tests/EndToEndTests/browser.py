"""One person's Chromium, driven by keyboard, without scripts unless they are asked for, and what is looked
at on every page: in light and dark, at 320 and 1280 px, axe-core (WCAG 2.0 to 2.2, A and AA, and best
practices), nothing wider than the screen, no word broken in two, no style but the one sheet, no complaint on
the browser's console, no request to anybody else, one screenshot each.

What is not right is a finding; what does not work is `Failed`.
"""

import base64
import contextlib
import importlib.util
import json
import pathlib
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
        self.downloads = pathlib.Path(self.profile.name) / "downloads"
        self.downloads.mkdir()
        self.runs_scripts = True

    def __enter__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
            "headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run",
            "disable-background-networking", "lang=en", f"user-data-dir={self.profile.name}",
        ):  # fmt: skip
            options.add_argument(f"--{argument}")
        options.add_experimental_option("prefs", {
            "intl.accept_languages": "en-US,en", "download.default_directory": str(self.downloads),
        })  # fmt: skip
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(30)
        self.hold(PHONE)
        self.cdp("Emulation.setFocusEmulationEnabled", enabled=True)  # no window lies in front of others here
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
        self.runs_scripts = allowed

    def hold(self, size):
        """A phone lays its scroll bars over the page; a desk's screen does not."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=size[0], height=size[1], deviceScaleFactor=1, mobile=size == PHONE,
        )  # fmt: skip

    # Going from page to page

    def open(self, address, *expecting):
        self.driver.get(address)
        return self.arrived(*(expecting or [200]))

    def press(self, *keys):
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def enter(self, expecting=200):
        """Presses Enter and waits for the page to which that leads."""
        before = self.ask("performance.timeOrigin")
        self.press(Keys.ENTER)
        is_there = "performance.timeOrigin != arguments[0] && document.readyState == 'complete'"
        until(lambda: self.ask(is_there, before), "the next page")
        self.arrived(expecting)

    def arrived(self, *expecting):
        status = self.ask("performance.getEntriesByType('navigation')[0].responseStatus")
        check(status in (*expecting, 304), f"the answer is {status}, not {expecting}")
        for entry in self.driver.get_log("browser"):
            own = f"{self.address} - Failed to load resource: the server responded with a status of {status} "
            if status < 400 or not entry["message"].startswith(own):
                self.findings.add(f"console: {entry['level']}: {entry['message']}")
        return status

    def tab_to(self, selector, row="", saying=""):
        """Presses Tab until the keyboard is there: in the table's row that says `row`, at what says `saying`."""
        is_there = (
            "(e => e.matches(arguments[0]) && (!arguments[1] || e.closest('tr')?.textContent.includes(arguments[1]))"
            " && e.textContent.includes(arguments[2]))(document.activeElement)"
        )
        for _ in range(200):
            if self.ask(is_there, selector, row, saying):
                return self.note_focus()
            self.press(Keys.TAB)
        raise Failed(f"Tab does not lead to {selector} {row} {saying}")

    def follow(self, selector, row="", saying="", expecting=200):
        """Goes to a link or a button, and through it."""
        self.tab_to(selector, row, saying)
        self.enter(expecting)

    def fill(self, name, text):
        self.tab_to(f"[name={name}]")
        ActionChains(self.driver, duration=0).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        self.press(text or Keys.DELETE)

    def pick(self, name, option):
        """Of a list, by its first letters."""
        self.tab_to(f"select[name={name}]")
        self.press(option)
        chosen = self.ask("document.activeElement.selectedOptions[0].textContent")
        check(chosen == option, f"{name} is {chosen}, not {option}")

    def tick(self, selector, row=""):
        self.tab_to(selector, row)
        self.press(Keys.SPACE)
        check(self.ask("document.activeElement.checked"), f"{selector} {row} is not ticked")

    def unfold(self, saying):
        self.tab_to("summary", saying=saying)
        self.press(Keys.ENTER)
        check(self.ask("document.activeElement.parentElement.open"), f"“{saying}” does not open")

    def download(self, selector):
        """The file that a link hands over, as the browser names it."""
        self.tab_to(selector)
        before = set(self.downloads.iterdir())
        self.press(Keys.ENTER)

        def done():
            new = set(self.downloads.iterdir()) - before
            return [file for file in new if not file.name.startswith(".") and file.suffix != ".crdownload"]

        return until(done, f"the file behind {selector}")[0]

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

    def read_shown(self, selector):
        """As `read`, without what is hidden."""
        return self.ask("document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def problem(self, name):
        """The sentence at a field that a screen reader hears with it."""
        field = f"[name={name}][aria-invalid=true]"
        described = self.ask("document.querySelector(arguments[0])?.getAttribute('aria-describedby') ?? ''", field)
        sentence = self.read(f".problem#{name}-problem")
        check(f"{name}-problem" in described.split() and sentence, f"no sentence belongs to the field {name}")
        return sentence

    # Looking at it

    def look(self, page, axe=True):
        """Checks and photographs the page in all four views."""
        ran_scripts = self.runs_scripts
        self.allow_scripts(True)  # axe waits by timers; the page's own scripts were refused when it loaded
        self.cdp("Runtime.evaluate", expression=self.axe)
        for size in (DESK, PHONE):
            self.hold(size)
            for scheme in ("dark", "light"):
                self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                if axe:
                    self.note_violations(page, f"{size[0]} {scheme}")
                self.photograph(f"{page}-{size[0]}-{scheme}")
            self.note_layout(page, size[0])
        self.allow_scripts(ran_scripts)

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

        styles = self.ask("document.querySelectorAll('link[rel=stylesheet], style, [style]').length")
        if styles != 1:
            self.findings.add(f"{styles} styles on {page}, not one sheet")

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
