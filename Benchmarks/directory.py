#!/usr/bin/env python3
"""Who may use which public account, on a million accounts against a thousand: whole usher.cgi processes, in turn.

The larger site has 10,000 departments 12 deep and 1,000 public accounts with 20 associations each; on the smaller one
as many associations lead to a department, a role or a person. Median times and their ratio are printed, which should not be
above 3. Times are never asserted: the exit status says whether every answer was right.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from pathlib import Path

import apply
import crowd
import lists

DEEPEST = 12
# Of each public account.
DEPARTMENTS, HOLDINGS, PERSONS = 8, 8, 4
MEMBER = "B" * 43


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accounts", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--programs", type=Path, default=lists.REPOSITORY / ".build/release")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-directory-") as folder:
        sites = [Site(Path(folder) / str(count), options.programs, count) for count in [1000, options.accounts]]
        for site in sites:
            check(site)
        lists.compare(sites, pages, options.runs, options.only)


# A site


class Site(lists.Site):
    """With a member who is signed in, beside the administrator."""

    def __init__(self, folder, programs, count):
        super().__init__(folder, programs, count, make_directory)
        [self.member] = self.one("SELECT login FROM account WHERE number = ?", count // 2)
        [self.other] = self.one("SELECT login FROM account WHERE number = ?", count // 3)
        with self.database() as database:
            now = int(time.time())
            database.execute(
                "INSERT INTO session (token_digest, account, created, seen) SELECT ?, id, ?, ? FROM account "
                "WHERE login = ?", (apply.digest(MEMBER), now, now, self.member))

    def environment(self, address):
        variables = super().environment(address)
        if not address.startswith("/admin"):
            variables["HTTP_COOKIE"] = f"__Host-usher={MEMBER}"
        return variables


def make_directory(site, count):
    crowd.make(site, count, fill, "accounts", [Path(__file__), Path(crowd.__file__)])


def fill(file, count):
    generator, now = random.Random(1), int(time.time())
    with crowd.filled(file) as database:
        [(last,)] = database.execute("SELECT MAX(number) FROM account")
        departments = insert_departments(database, generator, now, count // 100 if count >= 10_000 else 100)
        holdings = insert_holdings(database, generator, now, max(30, count * 3 // 1000))
        people = insert_people(database, generator, now, count, last, departments, holdings)
        insert_public_accounts(
            database, generator, now, max(10, count // 1000), last + count, departments, holdings, people)


def insert_departments(database, generator, now, count):
    """A branch goes on more often than it ends, down to the deepest."""
    departments, depths = [], []
    for number in range(count):
        parent = number - 1 if generator.random() < 0.7 else generator.randrange(max(1, number))
        while number and depths[parent] == DEEPEST:
            parent = generator.randrange(number)
        is_top = number == 0 or generator.random() < 0.01
        departments.append(crowd.new_id(generator, now))
        depths.append(1 if is_top else depths[parent] + 1)
        database.execute(
            "INSERT INTO department (id, parent, name) VALUES (?, ?, ?)",
            (departments[-1], None if is_top else departments[parent], f"Unit {number}"))
    if max(depths) != DEEPEST:
        sys.exit(f"The tree is {max(depths)} deep.")
    return departments


def insert_holdings(database, generator, now, count):
    holdings = []
    for number in range(count):
        kind = ["position", "group", "role"][number % 3]
        holdings.append(crowd.new_id(generator, now))
        database.execute(
            "INSERT INTO holding (id, kind, name, name_key) VALUES (?, ?, ?, ?)",
            (holdings[-1], kind, f"{kind.title()} {number}", f"{kind} {number}"))
    return holdings


def insert_people(database, generator, now, count, last, departments, holdings):
    people = []
    for number in range(last + 1, last + count + 1):
        name, email = crowd.person(generator, number)
        people.append(crowd.new_id(generator, now))
        crowd.insert_account(
            database, people[-1], email.lower().partition("@")[0], name, email, generator.choice(departments), 0, "en",
            now, number)
        database.executemany(
            "INSERT INTO account_holding (account, holding, name_key) VALUES (?, ?, ?)",
            [(people[-1], holding, crowd.folded(name)) for holding in generator.sample(holdings, 3)])
    database.execute("UPDATE account SET state = 'suspended' WHERE is_administrator = 0 AND number % 200 = 7")
    return people


def insert_public_accounts(database, generator, now, count, last, departments, holdings, people):
    for number in range(count):
        account = crowd.new_id(generator, now)
        crowd.insert_account(
            database, account, f"public{number}", f"Desk {number}", "", None, 0, "en", now, last + number + 1)
        database.execute("UPDATE account SET kind = 'public', password_hash = '' WHERE id = ?", (account,))
        subjects = [("department", each) for each in generator.sample(departments, DEPARTMENTS)]
        subjects += [("holding", each) for each in generator.sample(holdings, HOLDINGS)]
        subjects += [("account", each) for each in generator.sample(people, PERSONS)]
        database.executemany(
            "INSERT INTO public_account_grant (public_account, subject_kind, subject) VALUES (?, ?, ?)",
            [(account, *subject) for subject in subjects])


# Pages


def pages(site):
    """Names and addresses; each has the same meaning on every site."""
    [department] = site.one("SELECT id FROM department WHERE name = ?", f"Unit {site.count // 1000 + 20}")
    [top] = site.one("SELECT id FROM department WHERE name = 'Unit 0'")
    [holding] = site.one("SELECT id FROM holding WHERE name = 'Role 5'")
    people = "/admin/people"
    yield "which may I use", "/me/accounts"
    yield "who may use this", "/admin/public-accounts/public3"
    yield "who may use this, the list", f"{people}?may-use=public3"
    yield "which may that person use", f"{people}/{site.other}"
    yield "people", people
    yield "people, deep", f"{people}?after={site.other}"
    yield "people, personal", f"{people}?kind=personal"
    yield "people, suspended", f"{people}?state=suspended"
    yield "people of a department", f"{people}?department={department}"
    yield "people under the first", f"{people}?department={top}"
    yield "suspended under the first", f"{people}?state=suspended&department={top}"
    yield "people with a role", f"{people}?holding={holding}"
    yield "departments", "/admin/departments"
    yield "one department", f"/admin/departments/{department}"
    yield "positions, groups, roles", "/admin/holdings"
    yield "public accounts", "/admin/public-accounts"
    yield "find a person", "/admin/find?q=anna+schmidt"
    yield "my page", "/me"


def check(site):
    """What a member may use, reckoned from the rows here, is what the page shows."""
    with site.database() as database:
        [(account, department)] = database.execute("SELECT id, department FROM account WHERE login = ?", (site.member,))
        subjects = {("account", account)}
        while department:
            subjects.add(("department", department))
            [(department,)] = database.execute("SELECT parent FROM department WHERE id = ?", (department,))
        for (holding,) in database.execute("SELECT holding FROM account_holding WHERE account = ?", (account,)):
            subjects.add(("holding", holding))
        wanted = set()
        for subject in subjects:
            wanted |= {name for (name,) in database.execute(
                "SELECT name FROM public_account_grant JOIN account ON account.id = public_account "
                "WHERE subject_kind = ? AND subject = ?", subject)}
    _, answer = site.get("/me/accounts")
    shown = set(re.findall(r"Desk \d+", answer))
    if shown != wanted or not wanted:
        sys.exit(f"of {site.count}: {sorted(wanted)} may be used, {sorted(shown)} are shown\n{answer[:500]}")


if __name__ == "__main__":
    main()
