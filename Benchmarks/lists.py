#!/usr/bin/env python3
"""The administrators' lists on a million applications against a thousand: whole usher.cgi processes, in turn.

On each site a page is asked for as a web server would; median times and their ratio are printed, which should
not be above 3. Then all of the million is exported, once by usher.cgi and once by usher. Times are never
asserted: the exit status says whether every answer was right.
"""

import argparse
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import apply
import crowd

REPOSITORY = Path(__file__).resolve().parent.parent
TARGET = 3
TOKEN = "A" * 43


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("applications", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-lists-") as folder:
        sites = [
            Site(Path(folder) / str(count), options.programs, count) for count in [1000, options.applications]]
        check_crowd(sites[0])
        compare(sites, pages, options.runs, options.only)
        if not options.only:
            export(sites[1])


# A site


class Site:
    """A crowd, and an administrator who is signed in."""

    def __init__(self, folder, programs, count, make=crowd.make_crowd):
        folder.mkdir()
        self.count = count
        self.folder = apply.make_site(folder, programs)
        self.usher = folder / "bin/usher"
        self.program = str(self.folder / "cgi-bin/usher.cgi")
        make(self.folder, count)
        with self.database() as database:
            now = int(time.time())
            database.execute(
                "INSERT INTO session (token_digest, account, created, seen) SELECT ?, id, ?, ? FROM account "
                "WHERE login = 'ada'", (apply.digest(TOKEN), now, now))
            database.execute("UPDATE account SET must_change_password = 0 WHERE login = 'ada'")
            # Whatever journal the making left.
            database.execute("PRAGMA journal_mode = TRUNCATE")

    def database(self):
        return sqlite3.connect(self.folder / "usher.db")

    def one(self, query, *values):
        with self.database() as database:
            [row] = database.execute(query + " LIMIT 1", values)
        return row

    def environment(self, address):
        path, _, query = address.partition("?")
        return {
            "PATH": "/usr/bin:/bin", "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1",
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/usher", "PATH_INFO": path, "QUERY_STRING": query,
            "REMOTE_ADDR": "192.0.2.1", "HTTP_COOKIE": f"__Host-usher={TOKEN}",
        }

    def get(self, address):
        """Seconds and the answer."""
        variables = self.environment(address)
        # A page is larger than a pipe.
        with tempfile.TemporaryFile() as output:
            actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
                       (os.POSIX_SPAWN_DUP2, output.fileno(), 1)]
            start = time.perf_counter()
            child = os.posix_spawn(self.program, [self.program], variables, file_actions=actions)
            _, status = os.waitpid(child, 0)
            seconds = time.perf_counter() - start
            output.seek(0)
            answer = output.read().decode()
        if status != 0:
            sys.exit(f"usher.cgi ended with status {status} at {address}")
        return seconds, answer


def check_crowd(site):
    """Its rows are what usher.cgi itself would store."""
    contestant = apply.Contestant("usher.cgi", site.folder, site.program)
    names = ["  Zoë  Strauß-Šimek", "Łukasz Wałęsa", "欧阳小明", "Søren Ångström", "JÖRG Çelik"]
    for number, name in enumerate(names):
        contestant.body = lambda number, name=name: apply.urllib.parse.urlencode(
            {"code": contestant.code, "name": name, "email": f"Check.{number}@Mail.example"}).encode()
        contestant.apply(number)
    with site.database() as database:
        database.execute("CREATE VIRTUAL TABLE temp.grams USING fts5vocab(main, application_gram, instance)")
        rows = database.execute(
            "SELECT number, name, name_key, email_key FROM application WHERE email LIKE 'Check.%'").fetchall()
        for number, name, key, email_key in rows:
            stored = {term for (term,) in database.execute("SELECT term FROM temp.grams WHERE doc = ?", (number,))}
            if key != crowd.folded(name) or stored != set(crowd.search_tokens([key, email_key])):
                sys.exit(f"crowd.py does not fold {name} as usher.cgi does")
    if len(rows) != len(names):
        sys.exit("The applications that compare crowd.py with usher.cgi were not taken.")


# Pages


def pages(site):
    """Names and addresses; each has the same meaning on every site."""
    deep = "SELECT reference FROM application WHERE number = ?"
    [middle] = site.one(deep, site.count // 2)
    inviter, department = site.one("SELECT inviter, department FROM application WHERE number = ?", site.count // 3)
    [pending] = site.one(
        "SELECT reference FROM application WHERE state = 'pending' AND number > ?", site.count * 95 // 100)
    [popular] = site.one(
        "SELECT code FROM invitation ORDER BY uses_completed DESC")
    [address] = site.one("SELECT email FROM application WHERE number = ?", site.count // 2 + 7)
    applied, = site.one("SELECT applied FROM application WHERE number = ?", site.count // 2)
    day = time.strftime("%Y-%m-%d", time.gmtime(applied))
    later = time.strftime("%Y-%m-%d", time.gmtime(applied + 86400 * 30))
    invitation = "SELECT code FROM invitation WHERE {} ORDER BY created"
    applications, invitations, find = "/admin/applications", "/admin/invitations", "/admin/find?q="
    yield "one application", f"{applications}/{middle}"
    yield "applications: pending", applications
    yield "all", f"{applications}?state=all"
    yield "pending, deep", f"{applications}?state=pending&after={pending}"
    yield "all, deep", f"{applications}?state=all&after={middle}"
    yield "all, around a found one", f"{applications}?state=all&at={middle}"
    for state in ["approved", "rejected", "withdrawn"]:
        yield state, f"{applications}?state={state}"
    yield "inviter", f"{applications}?state=all&inviter={inviter}"
    yield "department", f"{applications}?state=all&department={department}"
    yield "invitation", f"{applications}?state=all&invitation={popular}"
    yield "invitation, pending", f"{applications}?state=pending&invitation={popular}"
    yield "from, until", f"{applications}?state=all&from={day}&until={later}"
    yield "state, from, until", f"{applications}?state=approved&from={day}&until={later}"
    [within] = site.one("SELECT reference FROM application WHERE applied > ? ORDER BY applied", applied + 86400)
    yield "from, until, deep", f"{applications}?state=all&from={day}&until={later}&after={within}"
    yield "from, until, oldest, deep", f"{applications}?state=all&sort=oldest&from={day}&until={later}&after={within}"
    yield "inviter, pending", f"{applications}?state=pending&inviter={inviter}"
    yield "inviter, rejected", f"{applications}?state=rejected&inviter={inviter}"
    yield "inviter, rejected, deep", f"{applications}?state=rejected&inviter={inviter}&after={middle}"
    yield "department, pending", f"{applications}?state=pending&department={department}"
    yield "inviter, from, until", f"{applications}?state=all&inviter={inviter}&from={day}&until={later}"
    yield "inviter, department", f"{applications}?state=all&inviter={inviter}&department={department}"
    for sort in ["oldest", "name"]:
        yield f"by {sort}", f"{applications}?state=all&sort={sort}"
        yield f"pending, by {sort}", f"{applications}?state=pending&sort={sort}"
        yield f"by {sort}, deep", f"{applications}?state=all&sort={sort}&after={middle}"
    yield "inviter, by name", f"{applications}?state=all&inviter={inviter}&sort=name"
    yield "department, rejected, by name", f"{applications}?state=rejected&department={department}&sort=name"
    yield "from, until, by name", f"{applications}?state=all&from={day}&until={later}&sort=name"
    yield "invitations: all", invitations
    [code] = site.one(invitation.format("created > (SELECT AVG(created) FROM invitation)"))
    yield "all, deep", f"{invitations}?state=all&after={code}"
    yield "by label", f"{invitations}?state=all&sort=label"
    yield "by label, deep", f"{invitations}?state=all&sort=label&after={code}"
    states = {
        "active": "revoked IS NULL AND max_uses IS NULL AND not_before IS NULL AND COALESCE(expires, 9e15) > unixepoch()",
        "full": "max_uses IS NOT NULL AND revoked IS NULL AND COALESCE(expires, 9e15) > unixepoch()",
        "not yet open": "not_before > unixepoch()",
        "expired": "expires < unixepoch() AND revoked IS NULL", "revoked": "revoked IS NOT NULL",
    }
    for state, condition in states.items():
        yield state, f"{invitations}?state={quote(state)}"
        yield f"{state}, by state", f"{invitations}?state={quote(state)}&sort=state"
        [code] = site.one(invitation.format(condition))
        yield f"{state}, by state, deep", f"{invitations}?state={quote(state)}&sort=state&after={code}"
        yield f"{state}, inviter", f"{invitations}?state={quote(state)}&inviter={inviter}"
    yield "one invitation", f"{invitations}/{code}"
    yield "reset, preview", f"{invitations}/reset"
    yield "find: an", f"{find}an"
    yield "ar", f"{find}ar"
    yield "ex", f"{find}ex"
    yield "one Han", f"{find}{quote('王')}"
    yield "two Han", f"{find}{quote('小明')}"
    yield "a name of two words", f"{find}{quote('anna schmidt')}"
    yield "two words turned round", f"{find}{quote('zimmermann yara')}"
    yield "accents", f"{find}{quote('Žukowski')}"
    yield "a whole address", f"{find}{quote(address)}"
    yield "an address's domain", f"{find}{quote('@mail.example')}"
    yield "nonsense", f"{find}{quote('qzxwvj')}"
    yield "known grams, no such word", f"{find}{quote('annannann')}"
    yield "overview", "/admin"
    yield "mail", "/admin/mail"
    yield "mail, failed", "/admin/mail?state=failed"
    yield "audit", "/admin/audit"
    yield "administrators", "/admin/administrators"


def compare(sites, pages, runs, only):
    few, many = sites
    print(f"{'milliseconds, median':38}{few.count:>10,}{many.count:>12,}{'ratio':>8}{'rows':>12}")
    worst = 0
    for (name, one), (_, other) in zip(pages(few), pages(many)):
        if only not in name:
            continue
        times, rows = ([], []), [None, None]
        for run in range(runs + 2):
            for place, (site, address) in enumerate([(few, one), (many, other)]):
                seconds, answer = site.get(address)
                status = answer[8:11]
                if status != "200":
                    break
                rows[place] = answer.count("<tr")
                if run >= 2:
                    times[place].append(1000 * seconds)
            else:
                continue
            break
        if status == "404":
            print(f"{name:38}{'there is no such page':>30}")
            continue
        if status != "200":
            sys.exit(f"{other} answered {answer}")
        medians = [statistics.median(values) for values in times]
        ratio = medians[1] / medians[0]
        worst = max(worst, ratio)
        mark = "  above" if ratio > TARGET else ""
        print(f"{name:38}{medians[0]:10.1f}{medians[1]:12.1f}{ratio:8.2f}{rows[0]:6}{rows[1]:6}{mark}", flush=True)
    print(f"\nThe highest ratio is {worst:.2f}; the target is {TARGET} at the most.")


# The whole list as a file

# Linux counts what the parent held into a child's peak; a small parent leaves the program's own.
SMALL_PARENT = """
import json, os, sys, time
output = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
os.dup2(output, 1)
start = time.perf_counter()
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]), file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


def export(site):
    wanted, = site.one("SELECT COUNT(*) FROM application")
    commands = {
        "usher.cgi": ([site.program], site.environment("/admin/applications/export.csv?state=all")),
        "usher applications export": (
            [site.usher, "applications", "export", "--site", site.folder], {"PATH": "/usr/bin:/bin"}),
    }
    print(f"\n{'CSV of all':38}{'seconds':>10}{'CPU':>8}{'peak MiB':>10}{'rows':>12}")
    for name, (command, variables) in commands.items():
        file = site.folder / "list.csv"
        done = subprocess.run(
            [sys.executable, "-S", "-c", SMALL_PARENT, file, *command], env=variables, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        seconds, cpu, peak = json.loads(done.stderr.splitlines()[-1])
        text = file.read_bytes()
        # One line for each, with a reference of its own; and the line of names.
        rows = re.findall(rb"^([0-9A-Z]{4}-[0-9A-Z]{4}),", text, re.MULTILINE)
        if len(rows) != wanted or len(set(rows)) != wanted or b"not complete" in text[-100:]:
            sys.exit(f"{name} wrote {len(rows)} of {wanted} rows")
        print(f"{name:38}{seconds:10.1f}{cpu:8.1f}{peak:10.0f}{wanted:12,}", flush=True)
        file.unlink()


if __name__ == "__main__":
    main()
