"""A newcomer and a public account, by keyboard and without scripts: an administrator opens a public account to a
department; somebody joins into what lies under it, with a role, signs in, acts as the public account, is moved
to another department from another window, and is out with the next click; the record shows the use.
"""

import sys

from browser import check
from walk import Walk, apply, arguments, carry_out, mail, sign_in

NAME, LOGIN = "Press office", "press"
PASSWORD = "a lantern above the quiet harbour"


def opening(walk, browser):
    with walk.step(browser, "an administrator makes a public account"):
        browser.open(walk.address("admin/public-accounts"))
        sign_in(browser, walk.asked.login, walk.asked.password)
        browser.look("public-accounts-empty")
        browser.fill("name", NAME)
        browser.fill("login", LOGIN)
        browser.enter()
        check(NAME in browser.read("h1"), "this is not its page")
        walk.public_account = browser.address.split("?")[0]
    with walk.step(browser, "and opens it to a department and whatever lies under it"):
        browser.pick("department", "Sales")
        browser.follow("button[value=associate-department]")
        check("open to Sales" in browser.read("[role=status]"), "nothing says so")
        browser.look("public-account-opened")


def joining(walk, newcomer):
    with walk.step(newcomer, "a stranger joins through the link, into Sales / North"):
        apply(newcomer, f"{walk.base}/I/{walk.asked.invitation}/", "Grace Hopper", walk.grace)
        check("/application/" in newcomer.address, "the application is not taken")
    with walk.step(newcomer, "signs in with what the welcome mail says, and chooses a password"):
        facts = dict(line.partition(": ")[::2] for line in mail(walk, walk.grace).splitlines())
        walk.login, password = facts["Account"], facts["Initial password"]
        newcomer.open(walk.address("me"))
        sign_in(newcomer, walk.login, password)
        newcomer.fill("chosen", PASSWORD)
        newcomer.fill("repeated", PASSWORD)
        newcomer.enter()
    with walk.step(newcomer, "and reads where that leads: department and role"):
        newcomer.open(walk.address("me/profile"))
        check("Sales / North" in newcomer.text and "Editor" in newcomer.text, "they are not there")
        newcomer.look("profile")
        newcomer.open(walk.address("me/sessions"))
        newcomer.look("sessions")


def acting(walk, newcomer):
    with walk.step(newcomer, "sees the public account, and through what it is open"):
        newcomer.open(walk.address("me"))
        newcomer.look("me-member")
        newcomer.follow("a[href$='/me/accounts']")
        check(NAME in newcomer.text and "department Sales" in newcomer.text, "it is not there")
        newcomer.look("public-accounts-open")
    with walk.step(newcomer, "acts as it, and every page says so"):
        newcomer.follow("button[name=use]", saying=NAME)
        for path in ("me", "me/profile", "me/accounts"):
            newcomer.open(walk.address(path))
            check(f"You act as {NAME}" in newcomer.text, f"/{path} does not say so")
        newcomer.look("acting")


def moved(walk, browser, newcomer):
    with walk.step(browser, "in another window an administrator moves the newcomer to another department"):
        browser.open(walk.address(f"admin/people/{walk.login}"))
        browser.look("person")
        browser.unfold("Change")
        browser.pick("department", "Marketing")
        browser.follow("button[value=change]")
        check("Marketing" in browser.read("dl"), "the department is another")
    with walk.step(newcomer, "and the newcomer's next click is out"):
        newcomer.follow("a[href$='/me']", expecting=403)
        check(f"cannot use {NAME} any more" in newcomer.text, "nothing says so")
        newcomer.look("acting-ended")
        newcomer.follow("main a.button")
        check("You act as" not in newcomer.text, "the newcomer still acts as it")
        newcomer.open(walk.address("me/accounts"))
        check("No public account is open" in newcomer.text, "it is still open")
    with walk.step(browser, "the record shows the use, from and until"):
        browser.open(walk.public_account)
        record = browser.ask("[...document.querySelectorAll('table')].at(-1).innerText")
        check("Grace Hopper" in record and "goes on" not in record, f"the record is {record}")
        browser.look("public-account-used")


def steps(walk):
    walk.grace = f"grace.{walk.run}@navy.example"
    with walk.browser() as browser, walk.browser() as newcomer:
        opening(walk, browser)
        joining(walk, newcomer)
        acting(walk, newcomer)
        moved(walk, browser, newcomer)


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--invitation", required=True, metavar="CODE")
    sys.exit(carry_out(Walk(parser.parse_args()), steps))
