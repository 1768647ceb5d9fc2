"""Every page of the administration, looked at with much on it, in both languages: what the table below names.
A list of fifty weighs less than 40 kB.
"""

import sys

from browser import check
from walk import Walk, arguments, carry_out, sign_in

# What a page's screenshots are called, and its address below the program's.
PAGES = [
    ("full-overview", "admin"),
    ("full-invitations", "admin/invitations"),
    ("full-invitations-empty", "admin/invitations?state=not%20yet%20open&sort=label"),
    ("full-invitation-new", "admin/invitations/new"),
    ("full-invitation", "admin/invitations/{invitation}"),
    ("full-reset", "admin/invitations/reset"),
    ("full-applications", "admin/applications"),
    ("full-applications-all", "admin/applications?state=all&sort=name&pick=all"),
    ("full-applications-empty", "admin/applications?state=withdrawn&from=2001-01-01&until=2001-01-02"),
    ("full-application", "admin/applications/{application}"),
    ("full-find", "admin/find?q={application}@example"),
    ("full-people", "admin/people"),
    ("full-people-removed", "admin/people?state=removed"),
    ("full-person-new", "admin/people/new"),
    ("full-person", "admin/people/ada"),
    ("full-departments", "admin/departments"),
    ("full-holdings", "admin/holdings"),
    ("full-people-import", "admin/people/import"),
    ("full-public-accounts", "admin/public-accounts"),
    ("full-business-systems", "admin/business-systems"),
    ("full-webhooks", "admin/webhooks"),
    ("full-mail", "admin/mail"),
    ("full-settings", "admin/settings"),
    ("full-audit", "admin/audit"),
    ("full-administrators", "admin/administrators"),
    ("full-second-factor", "me/second-factor"),
]

HEAVIEST = 40_000
ROWS = 50


def page(walk, browser, name, path):
    with walk.step(browser, f"/{path}"):
        asked = path.format(invitation=walk.asked.invitation, application=walk.asked.application)
        browser.open(walk.address(asked), 200)
        check(browser.address == walk.address(asked), "this is another page")
        browser.look(name)
        browser.follow("nav a[lang=zh-Hans]")
        check(browser.ask("document.documentElement.lang") == "zh-Hans", "the page is not in Chinese")
        browser.look(f"{name}-chinese", axe=False)
        browser.follow("nav a[lang=en]")


def weight(walk, browser):
    with walk.step(browser, f"a list of {ROWS} rows weighs less than {HEAVIEST} bytes"):
        for path in (
            "admin/applications", "admin/applications?state=all", "admin/invitations", "admin/people"
        ):
            browser.open(walk.address(path))
            rows, bytes = browser.ask(
                "[document.querySelectorAll('tbody tr').length,"
                " performance.getEntriesByType('navigation')[0].decodedBodySize]"
            )
            print(f"# /{path}: {rows} rows, {bytes} bytes")
            check(rows == ROWS, f"there are {rows} rows")
            check(bytes < HEAVIEST, f"the page has {bytes} bytes")


def steps(walk):
    with walk.browser() as browser:
        with walk.step(browser, "an administrator signs in"):
            browser.open(walk.address("admin"))
            sign_in(browser, walk.asked.login, walk.asked.password)
        weight(walk, browser)
        for name, path in PAGES:
            page(walk, browser, name, path)


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--invitation", required=True, metavar="CODE")
    parser.add_argument("--application", required=True, metavar="REFERENCE")
    sys.exit(carry_out(Walk(parser.parse_args()), steps))
