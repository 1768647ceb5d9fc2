"""An administrator's day at the desk, by keyboard and without scripts: a link is made and handed out, people
apply, are approved, rejected and found again, the list is saved, the link is changed and marked as printed,
and Reset All ends it, while the links of another administrator stay. At the end the one thing that a script
does is tried with scripts.
"""

import contextlib
import csv
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browser import check, until
from walk import Walk, apply, arguments, carry_out, count, mail, sign_in, sign_out

LABEL, FILE = "Stand B: Hall 3/4", "Stand B- Hall 3-4"
REASON = "Places at this stand are for new colleagues."


# MARK: A link


def link(walk, browser):
    with walk.step(browser, "signing in leads to the overview, which begins with an invitation"):
        browser.open(walk.address("admin"))
        sign_in(browser, walk.asked.login, walk.asked.password)
        check(browser.address == walk.address("admin"), "this is not the overview")
        browser.look("overview-empty")
        browser.follow("main a.button")
    with walk.step(browser, "what is wrong in the form is told at its field, and what was typed stays"):
        browser.look("invitation-new")
        browser.fill("label", LABEL)
        browser.pick("department", "Sales / North")
        browser.fill("limit", "many")
        browser.enter(expecting=422)
        browser.problem("limit")
        check(browser.ask("document.querySelector('[name=label]').value") == LABEL, "the label is gone")
        browser.look("invitation-new-with-problem")
    with walk.step(browser, "mended, it leads to the link's page, with the link and its QR code"):
        browser.fill("limit", "4")
        browser.follow("main form button")
        check("ready" in browser.read("[role=status]"), "nothing says that it is made")
        walk.invitation = browser.address.split("?")[0]
        walk.code = walk.invitation.rsplit("/", 1)[1]
        walk.page = f"{walk.base}/I/{walk.code}/"
        check(browser.ask("document.querySelector('#link').value") == walk.page, "this is another link")
        check(browser.ask("document.querySelector('.handout img').naturalWidth > 0"), "the QR code is not seen")
        check(not browser.ask("document.querySelector('[data-copy]').checkVisibility()"), "Copy is seen without scripts")
        browser.look("invitation-made")
    with walk.step(browser, "both images come down under the label's name, and read as the link"):
        for ending in ("png", "svg"):
            file = browser.download(f"a[download$='.{ending}']")
            check(file.name == f"{FILE}.{ending}", f"the file is called {file.name}")
            read(walk, file)
        browser.follow("nav a[href$='/invitations']")
        check(LABEL in browser.text and "0 of 4" in browser.text, "the list does not show it")
        browser.look("invitations")


def read(walk, file):
    """By zbar and by zxing."""
    picture = file.with_name("qr.png" if file.suffix == ".png" else "rendered.png")
    if file.suffix == ".png":
        shutil.copy(file, picture)
    else:
        subprocess.run(["rsvg-convert", "--width", "600", "--output", picture, file], check=True)
    reader = pathlib.Path(__file__).with_name("qr.py")
    ran = subprocess.run([sys.executable, reader, walk.page.upper(), picture], capture_output=True, text=True)
    check(ran.returncode == 0, f"{file.name} does not read as {walk.page}: {ran.stderr}")


# MARK: People


def decisions(walk, stranger, browser):
    with walk.step(stranger, "three strangers apply"):
        for name, address in ((walk.grace_name, walk.grace), (walk.edsger_name, walk.edsger), (walk.wang_name, walk.wang)):
            apply(stranger, walk.page, name, address)
            check("/application/" in stranger.address, f"{name} has not applied")
    with walk.step(browser, "the overview says who waits, and leads to them"):
        browser.follow("nav a[href$='/admin']")
        check(count(browser) == 3 and walk.edsger_name in browser.text, "it does not say who waits")
        browser.unfold("As a table")
        browser.look("overview")
    with walk.step(browser, "on a phone the rest of the menu unfolds"):
        check("Webhooks" not in browser.read_shown("nav"), "it is unfolded already")
        browser.tab_to("nav .unfold")
        browser.press(Keys.ENTER)
        until(lambda: "Webhooks" in browser.read_shown("nav"), "the menu")
        browser.look("overview-menu")
        browser.follow("nav a[href$='/webhooks']")
        shown = browser.read_shown("nav")
        check("Webhooks" in shown and "Mail" not in shown, f"the menu has {shown}")
    with walk.step(browser, "who waits is a press away"):
        browser.follow("nav a[href$='/admin']")
        browser.follow("main .bar a.button")
        browser.look("applications-waiting")
    with walk.step(browser, "a decision on nobody is answered with how to tick"):
        browser.follow("button[value=approve]", expecting=422)
        check("Nobody is ticked" in browser.read("[role=alert]"), "nothing says so")
        browser.look("applications-nobody-ticked")
    with walk.step(browser, "one is ticked and approved"):
        browser.tick("input[type=checkbox]", row=walk.grace)
        browser.follow("button[value=approve]")
        check("One application is approved" in browser.read("[role=status]"), "nothing says so")
        check(count(browser) == 2, f"{count(browser)} wait still")
        check("Initial password" in mail(walk, walk.grace), "the welcome mail brings no password")
    with walk.step(browser, "one is ticked and rejected, with a reason that is mailed"):
        browser.follow("main a.button")
        browser.tick("input[type=checkbox]", row=walk.edsger)
        browser.unfold("Reject…")
        browser.fill("reason", REASON)
        browser.tick("[name=mailed]")
        browser.look("applications-rejecting")
        browser.follow("button[value=reject]")
        check("One application is rejected" in browser.read("[role=status]"), "nothing says so")
        browser.look("decision-result")
        check(REASON in mail(walk, walk.edsger), "the mail gives no reason")
    with walk.step(browser, "who was decided from an older page is told by name, with who decided"):
        browser.follow("main a.button")
        browser.tick("input[type=checkbox]", row=walk.wang)
        walk.decide(walk.wang)
        browser.follow("button[value=approve]")
        check("Nobody was approved" in browser.read("[role=status]"), "something was decided twice")
        check(f"{walk.wang_name} was rejected by Alan Turing" in browser.text, "nothing says who decided")
        browser.look("decision-result-faster")


def finding(walk, browser):
    with walk.step(browser, "part of a name finds a person, and one press leads to the row"):
        for typed, name, address, state in (
            ("hop", walk.grace_name, walk.grace, "approved"),
            ("EDSGER.", walk.edsger_name, walk.edsger, "rejected"),
            ("小明", walk.wang_name, walk.wang, "rejected"),
        ):
            browser.fill("q", typed)
            browser.enter()
            check(name in browser.text and state in browser.text, f"{typed} does not find {name}")
            browser.look(f"find-{state}" if typed != "小明" else "find-chinese-name")
            browser.follow("td a[href*='/admin/applications?']", row=address)
            check(browser.address.endswith("#found") and address in browser.read("tr.found"), "the row is not marked")
            seen = browser.ask("(r => r.top >= 0 && r.top < innerHeight)(document.querySelector('.found').getBoundingClientRect())")
            check(seen, "the row is out of sight")
        browser.look("applications-found")
    with walk.step(browser, "who is not there is said, and too little to search for"):
        for typed, sentence in (("nobody at all", "Nobody has that"), ("x", "at least two letters")):
            browser.fill("q", typed)
            browser.enter()
            check(sentence in browser.read("[role=status]"), f"nothing says so for {typed}")
        browser.look("find-nobody")
    with walk.step(browser, "the list is saved as a file, with everybody in it"):
        browser.follow("nav a[href$='/applications']")
        browser.pick("state", "All")
        browser.follow("main form .bar button")
        browser.unfold("More choices")
        browser.look("applications")
        file = browser.download("a[href*='export.csv']")
        check(file.name.startswith("applications-") and file.suffix == ".csv", f"the file is called {file.name}")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = {row["email"]: row for row in csv.DictReader(lines)}
        states = {address: rows.get(address, {}).get("state") for address in (walk.grace, walk.edsger, walk.wang)}
        check(list(states.values()) == ["approved", "rejected", "rejected"], f"the states are {states}")
        row = rows[walk.edsger]
        told = [row[column] for column in ("name", "department", "inviter", "invitation", "approver", "reason")]
        expected = [walk.edsger_name, "Sales / North", "Ada Lovelace", LABEL, "Ada Lovelace", REASON]
        check(told == expected, f"the row is {told}")


# MARK: Changes


def changes(walk, stranger, browser):
    with walk.step(stranger, "an applicant mends the address and takes the application back"):
        apply(stranger, walk.page, "Barbara Liskov", walk.barbara)
        stranger.unfold("Is the address wrong?")
        stranger.fill("email", walk.mended)
        stranger.enter()
        check(walk.mended in stranger.text, "the address is not changed")
        stranger.unfold("Withdraw…")
        stranger.follow("button[value=withdraw]")
        check("You withdrew" in stranger.text, "it is not withdrawn")
    with walk.step(browser, "a link is changed; what is printed stays good"):
        browser.open(walk.invitation)
        browser.unfold("Change")
        browser.fill("label", "")
        browser.fill("label", "Stand C")
        browser.fill("limit", "0")
        browser.enter(expecting=422)
        browser.problem("limit")
        browser.look("invitation-change-with-problem")
        browser.fill("limit", "40")
        browser.follow("button[value=change]")
        check("stays good" in browser.read("[role=status]") and "of 40" in browser.text, "nothing is changed")
        browser.follow("button[value=printed]")
        check(browser.has("button[value=unprinted]"), "it is not marked as printed")
        browser.unfold("Change")
        browser.unfold("Withdraw…")
        browser.look("invitation-printed")
    with walk.step(stranger, "another stranger applies through it, and waits"):
        apply(stranger, walk.page, "Katherine Johnson", walk.katherine)
        walk.status = stranger.address


def reset(walk, stranger, browser, other):
    with walk.step(other, "another administrator makes a link"):
        other.open(walk.address("admin/invitations/new"))
        sign_in(other, walk.asked.other, walk.asked.password)
        other.fill("label", "Alan's stand")
        other.follow("main form button")
        walk.alive = other.address.split("?")[0]
        other_page = f"{walk.base}/I/{walk.alive.rsplit('/', 1)[1]}/"
    with walk.step(browser, "Reset All says first what ends"):
        browser.follow("nav a[href$='/invitations']")
        browser.follow("main a[href$='/reset']")
        preview = browser.ask("[...document.querySelectorAll('main li')].map(e => e.textContent)")
        check([line.split()[0] for line in preview] == ["One"] * 3, f"it says {preview}")
        browser.look("reset")
    with walk.step(browser, "one press ends it, and the link's page says so within a second"):
        browser.tab_to("main form button")
        with dead(walk.page) as watch:
            browser.enter()
            answered = time.monotonic()
            check("One link has ended" in browser.read("[role=status]"), "nothing says so")
            check(until(lambda: watch.seconds, "the page of the dead link") < 1, f"it took {watch.seconds:.2f} s")
        print(f"# dead page: {watch.seconds * 1000:.0f} ms after the press, the answer shown after"
              f" {(answered - watch.pressed) * 1000:.0f} ms")  # fmt: skip
        browser.look("invitations-reset")
    with walk.step(stranger, "the dead link says why; the other administrator's is alive"):
        # Who saw it alive may keep it for five minutes; this one comes anew.
        stranger.cdp("Network.clearBrowserCache")
        stranger.open(walk.page, 410)
        check("This invitation was withdrawn" in stranger.text and not stranger.has("form"), "it does not say why")
        stranger.look("dead-withdrawn")
        apply(stranger, other_page, "Radia Perlman", walk.radia)
        check("/application/" in stranger.address, "the other link is dead")
    with walk.step(browser, "who waits from the dead link can still be approved"):
        browser.follow("nav a[href$='/applications']")
        browser.tick("input[type=checkbox]", row=walk.katherine)
        browser.follow("button[value=approve]")
        check("One application is approved" in browser.read("[role=status]"), "nobody is approved")
        mail(walk, walk.katherine)
        stranger.open(walk.status)
        check("welcome mail" in stranger.text, "the applicant is not told")


class Watch:
    pressed = 0.0
    seconds = None


@contextlib.contextmanager
def dead(page):
    """Asks for a page again and again; `seconds` is when it first said that it is withdrawn."""
    watch, over = Watch(), threading.Event()
    watch.pressed = time.monotonic()

    def ask():
        while not over.is_set() and watch.seconds is None:
            try:
                urllib.request.urlopen(page, timeout=5).close()
            except urllib.error.HTTPError as answer:
                if answer.code == 410 and b"This invitation was withdrawn" in answer.read():
                    watch.seconds = time.monotonic() - watch.pressed
            except urllib.error.URLError:
                pass
            over.wait(0.01)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


# MARK: With scripts


def scripts(walk, browser):
    with walk.step(browser, "with scripts a button copies the link, and pasting gives it back"):
        origin = "/".join(walk.base.split("/")[:3])
        browser.cdp("Browser.grantPermissions", origin=origin, permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        browser.allow_scripts(True)
        browser.open(walk.alive)
        link = browser.ask("document.querySelector('#link').value")
        browser.tab_to("[data-copy]")
        browser.look("invitation-with-scripts")
        browser.tab_to("[data-copy]")
        browser.press(Keys.ENTER)
        until(lambda: browser.read("[data-copy]") == "Copied", "the button's answer")
        browser.tab_to("[name=q]")
        ActionChains(browser.driver, duration=0).key_down(Keys.CONTROL).send_keys("v").key_up(Keys.CONTROL).perform()
        pasted = browser.ask("document.activeElement.value")
        check(pasted == link and link.startswith(walk.base), f"what was copied is {pasted}")
        browser.allow_scripts(False)
        sign_out(browser)


def people(walk):
    walk.grace_name, walk.grace = "Grace Hopper", f"grace.{walk.run}@navy.example"
    walk.edsger_name, walk.edsger = "Edsger W. Dijkstra", f"edsger.{walk.run}@mathematics.example"
    walk.wang_name, walk.wang = "王小明", f"wang.{walk.run}@subsidiary.of.a.large.company.example"
    walk.barbara, walk.mended = f"barbara.{walk.run}@mti.example", f"barbara.{walk.run}@mit.example"
    walk.katherine = f"katherine.{walk.run}@space.example"
    walk.radia = f"radia.{walk.run}@networks.example"


def steps(walk):
    people(walk)
    with walk.browser() as browser, walk.browser() as stranger, walk.browser() as other:

        def decide(address):
            """The other administrator is faster."""
            other.open(walk.address("admin/applications"))
            sign_in(other, walk.asked.other, walk.asked.password)
            other.follow("td a", row=address)
            other.follow("button[value=reject]")
            sign_out(other)

        walk.decide = decide
        link(walk, browser)
        decisions(walk, stranger, browser)
        finding(walk, browser)
        changes(walk, stranger, browser)
        reset(walk, stranger, browser, other)
        scripts(walk, browser)


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--other", required=True, help="another administrator's login, with the same password")
    sys.exit(carry_out(Walk(parser.parse_args()), steps))
