"""Members invite, by keyboard and without scripts: an administrator lets them, a member makes a link and sees its QR
code, a stranger joins through it into the member's department, the list of applications names the member as inviter;
then the administrator switches it off, and the member's page refuses, and the interface for business systems too.
"""

import sys

import requests

import interface
from browser import check
from walk import Walk, apply, arguments, carry_out, sign_in

SWITCH = "member_invitations"


def save_settings(browser):
    browser.follow("main form p.bar button")


def letting(walk, browser):
    with walk.step(browser, "an administrator lets members invite"):
        browser.open(walk.address("admin/settings"))
        sign_in(browser, walk.asked.login, walk.asked.password)
        check(browser.read(f"#{SWITCH} option:checked") == "No", "they may already")
        browser.pick(SWITCH, "Yes")
        save_settings(browser)
        check("Saved" in browser.read("[role=status]"), "nothing says so")


def making(walk, member):
    with walk.step(member, "a member finds the way from the own page"):
        member.open(walk.address("me"))
        sign_in(member, walk.asked.member, walk.asked.password)
        member.follow("a[href$='/me/invitations']")
        check("You have 0 of 5 open links" in member.text, "the page does not say how many are open")
        member.look("own-invitations-empty")
    with walk.step(member, "makes a link, and sees its QR code"):
        member.fill("label", "Book club")
        member.enter()
        check("Your link and its QR code are ready" in member.read("[role=status]"), "nothing says so")
        size = member.ask(
            "(image => [image.complete, image.naturalWidth])(document.querySelector('.handout img'))")
        check(size[0] and size[1] > 0, f"there is no QR code: {size}")
        walk.link = member.ask("document.querySelector('#link').value")
        walk.page = member.address.split("?")[0]
        member.look("own-invitation")
        member.open(walk.address("me/invitations"))
        check("You have 1 of 5 open links" in member.text, "it is not counted")
        member.look("own-invitations")


def joining(walk, browser, stranger):
    with walk.step(stranger, "a stranger applies through it"):
        apply(stranger, walk.link, "Joan Clarke", f"joan.{walk.run}@park.example")
        check("/application/" in stranger.address, "the application is not taken")
    with walk.step(browser, "the list of applications names the member as inviter, and the department"):
        browser.open(walk.address("admin/applications"))
        row = browser.ask("document.querySelector('tbody tr').innerText")
        check("Joan Clarke" in row and walk.asked.name in row and "North" in row, f"the row is {row}")
        browser.follow("tbody tr a")
        browser.follow("button[value=approve]")
        browser.open(walk.address("admin/people"))
        row = browser.ask("[...document.querySelectorAll('tbody tr')].find(r => r.innerText.includes('Joan')).innerText")
        check("North" in row, f"the newcomer belongs elsewhere: {row}")
    with walk.step(browser, "the list of invitations has it, by who made it"):
        browser.open(walk.address("admin/invitations"))
        browser.follow("td a[href*='inviter=']", row="Book club")
        check(browser.read("#inviter option:checked") == walk.asked.name, "the list is not narrowed")
        check("Book club" in browser.text, "it is not there")


def ask_interface(walk):
    """As a business system of the member's would."""
    asked = {"member": walk.asked.member}
    return requests.post(walk.address("api/v1/invitations"), json=asked, auth=walk.signed, timeout=60)


def through_interface(walk, member):
    with walk.step(member, "a business system makes another in the member's name"):
        answer = ask_interface(walk)
        check(answer.status_code == 201, f"{answer.status_code} {answer.text}")
        member.open(answer.json()["link"])
        check("You are invited" in member.read("h1"), "its link leads nowhere")
        member.open(walk.address("me/invitations"))
        check("You have 2 of 5 open links" in member.text, "the member's page does not have it")


def ending(walk, browser, member):
    with walk.step(member, "the member sees that somebody joined"):
        member.open(walk.page)
        joined = member.ask(
            "[...document.querySelectorAll('dt')].find(t => t.innerText == 'Joined').nextSibling.innerText")
        check(joined == "1", f"{joined} have joined")
    with walk.step(browser, "the administrator switches it off, and is asked what becomes of the link"):
        browser.open(walk.address("admin/settings"))
        browser.pick(SWITCH, "No")
        browser.follow("main form > p.bar button", expecting=422)
        check("answer the question" in browser.read("[role=alert]"), "nothing is asked")
        browser.look("settings-members-links")
        browser.tick("input[name=links][value=keep]")
        browser.follow("fieldset p.bar button")
        check("Saved" in browser.read("[role=status]"), "nothing says so")
    with walk.step(browser, "the interface refuses"):
        answer = ask_interface(walk)
        problem = (answer.status_code, answer.headers["Content-Type"], answer.json()["type"])
        check(problem == (403, "application/problem+json", "urn:usher:problem:switched-off"), f"{answer.text}")
    with walk.step(member, "the member's page makes no more; what is there stays, until the member ends it"):
        member.open(walk.address("me/invitations"))
        check("Members cannot make invitations at present" in member.text, "nothing says so")
        check(not member.has("input[name=label]"), "there is a form")
        member.look("own-invitations-off")
        member.open(walk.page)
        member.unfold("End")
        member.follow("button[value=revoke]")
        check("The link has ended" in member.read("[role=status]"), "nothing says so")
        member.look("own-invitation-ended")
        member.open(walk.link, 410, 200)
        check("withdrawn" in member.text, "its page does not say so")


def steps(walk):
    with walk.browser() as browser, walk.browser() as member, walk.browser() as stranger:
        letting(walk, browser)
        making(walk, member)
        joining(walk, browser, stranger)
        through_interface(walk, member)
        ending(walk, browser, member)


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument("--member", required=True, metavar="LOGIN", help="with the administrator's password")
    parser.add_argument("--name", required=True, help="the member's")
    parser.add_argument("--key", required=True, help="a business system's")
    parser.add_argument("--secret", required=True)
    walk = Walk(parser.parse_args())
    walk.signed = interface.Signed(walk.asked.key, walk.asked.secret)
    sys.exit(carry_out(walk, steps))
