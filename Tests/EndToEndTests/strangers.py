"""The whole way from an invitation to the newcomer's second sign-in, as people walk it: on a phone 320 px
wide, by keyboard, without scripts, as the site does without them.
"""

import sys

from selenium.webdriver.common.keys import Keys

from browser import PHONE, check
from walk import Walk, apply, arguments, carry_out, count, mail, sign_in, sign_out


def invitation(walk, browser):
    with walk.step(browser, "the invitation says who invites, into what, until when, on one phone screen"):
        browser.open(walk.page)
        facts = browser.ask("[...document.querySelectorAll('dd')].map(e => e.innerText)")
        check(len(facts) == 3 and all(facts), f"inviter, department and end are {facts}")
        fits(browser)
        walk.program = browser.ask("document.querySelector('form').action").removesuffix("/apply")
        browser.look("landing")
    with walk.step(browser, "a field for machines is there, and no person meets it"):
        hidden = browser.ask("(e => [e.getBoundingClientRect().right - e.getBoundingClientRect().left,"
                             " e.closest('[aria-hidden=true]') != null])(document.querySelector('[name=website]').closest('p'))")
        check(hidden[0] <= 1 and hidden[1], f"the field is {hidden}")
        met = []
        for _ in range(12):
            browser.press(Keys.TAB)
            met.append(browser.ask("document.activeElement.name ?? ''"))
        check("email" in met and "website" not in met, f"Tab leads to {met}")
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
        apply(browser, walk.page, "Edsger W. Dijkstra", walk.edsger)
        check(walk.edsger in browser.text, "the application is not confirmed")
        walk.other_status = browser.address
        apply(browser, walk.page, "王小明", walk.wang)
    with walk.step(browser, "whose browser fills the hidden field is asked once more, and gets through"):
        browser.open(walk.page)
        browser.fill("name", "Autofilled Person")
        browser.fill("email", walk.filled)
        browser.ask("document.querySelector('[name=website]').value = 'https://example.net'")
        browser.enter()
        check("/apply" in browser.address and walk.filled in browser.text, "nothing asks to confirm")
        browser.look("confirm")
        browser.follow("form button")
        check("/application/" in browser.address and walk.filled in browser.text, "the application is not taken")
    with walk.step(browser, "a broken address is told on the status page, a mended one is taken"):
        browser.unfold("Is the address wrong?")
        browser.fill("email", "filled@")
        browser.enter(expecting=422)
        browser.problem("email")
        browser.look("status-with-problem")
        browser.fill("email", walk.mended)
        browser.enter()
        check(walk.mended in browser.text and browser.has("[role=status]"), "the address is not changed")
        browser.unfold("Is the address wrong?")
        browser.unfold("Withdraw…")
        browser.look("status-mended")
    with walk.step(browser, "an application is taken back"):
        browser.follow("button[value=withdraw]")
        check("You withdrew" in browser.text and not browser.has("main form"), "it is not withdrawn")
        browser.look("status-withdrawn")


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
        browser.open(f"{walk.base}/I/{walk.asked.dead}/", 410)
        check(not browser.has("form"), "there is a form")
        browser.look("dead")
    with walk.step(browser, "an address that is none says so, from the web server and from the program"):
        browser.open(f"{walk.base}/nothing-here", 404)
        browser.look("not-found")
        browser.open(walk.address("nothing-here"), 404)
        browser.look("not-found-program")
        for status in (403, 500, 503):
            browser.open(f"{walk.base}/errors/{status}.html")
            browser.look(f"error-{status}")


def administration(walk, browser):
    with walk.step(browser, "an administrator signs in, and is where the way led; a wrong password is refused"):
        browser.open(walk.address("admin/applications"))
        browser.look("sign-in")
        sign_in(browser, walk.asked.login, "not the password at all", expecting=422)
        browser.look("sign-in-refused")
        sign_in(browser, walk.asked.login, walk.asked.password)
        check(browser.address == walk.address("admin/applications"), "this is not the list")
    with walk.step(browser, "the one who is ticked is approved"):
        waiting = count(browser)
        check(waiting == 3, f"{waiting} wait")
        browser.tick("input[type=checkbox]", row=walk.grace)
        browser.follow("button[value=approve]")
        check("One application is approved" in browser.read("[role=status]"), "nothing says so")
        check(count(browser) == 2, f"{count(browser)} wait still")
    with walk.step(browser, "one is rejected on the application's own page, with a reason"):
        browser.follow("main a.button")
        browser.follow("td a", row=walk.edsger)
        browser.look("application")
        browser.fill("reason", "Places at this stand are for new colleagues.")
        browser.tick("[name=mailed]")
        browser.follow("button[value=reject]")
        check("Edsger W. Dijkstra is rejected" in browser.read("[role=status]"), "nothing says so")
        browser.look("applications-decided")
        told = mail(walk, walk.edsger)
        check("for new colleagues" in told, f"the mail gives no reason:\n{told}")
    with walk.step(browser, "one application is told whole"):
        browser.pick("state", "All")
        browser.follow("form .bar button")
        states = browser.ask("[...document.querySelectorAll('.state')].map(e => e.classList[1])")
        check({"pending", "approved", "rejected", "withdrawn"} <= set(states), f"the list shows {states}")
        browser.follow("td a", row=walk.grace)
        check(walk.reference in browser.text, "this is another application")
        browser.look("application-approved")
        browser.follow("nav a[href$='/applications']")
    with walk.step(browser, "an administrator's own page; signing out"):
        browser.follow("footer a[href$='/me']")
        browser.look("administrator")
        sign_out(browser)
    with walk.step(browser, "the applicants' own pages tell the decision"):
        browser.open(walk.status)
        browser.look("status-approved")
        browser.open(walk.other_status)
        browser.look("status-rejected")


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
        browser.open(walk.address("admin/applications"), 403)
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


def people(walk):
    walk.page = f"{walk.base}/I/{walk.asked.invitation}/"
    walk.grace = f"grace.{walk.run}@navy.example"
    walk.edsger = f"edsger.{walk.run}@mathematics.example"
    walk.wang = f"wang.xiaoming.with.a.long.address.{walk.run}@subsidiary.of.a.large.company.example"
    walk.filled = f"filled.{walk.run}@exmaple.example"
    walk.mended = f"filled.{walk.run}@example.example"


def steps(walk):
    people(walk)
    with walk.browser() as browser:
        invitation(walk, browser)
        application(walk, browser)
        codes(walk, browser)
        administration(walk, browser)
    with walk.browser() as browser:
        newcomer(walk, browser)


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--invitation", required=True, metavar="CODE", help="one that is open and asks for approval")
    parser.add_argument("--dead", required=True, metavar="CODE", help="one that is not open any more")
    sys.exit(carry_out(Walk(parser.parse_args()), steps))
