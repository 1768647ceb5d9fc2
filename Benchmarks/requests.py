#!/usr/bin/env python3
"""usher.cgi beside the same work in C and in PHP, behind real web servers: applications taken, and pages of the list of
applications served, in requests per second.

Each answers from a copy of one site. Their statements are compared first where gdb is installed, and the pages have to
be the same, byte for byte. Then each is asked in turn, round after round. Ratios are printed, never asserted: the exit
status says whether every answer, and every row in the end, was right.
"""

import argparse
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import apply
import crowd
import lists
import pages
from servers import WORKERS, Servers

HERE = Path(__file__).resolve().parent
LIST = "/admin/applications?state=all"
NAMES = ["usher.cgi", "C", "PHP"]
# Links to apply through: after twenty on one within ten minutes people are asked to confirm.
LINKS, OF_A_LINK = 50, 20
# What is asked, of whom, over how many connections; the lists first, as long as they are the same.
SETTINGS = [
    ("auth", "nginx", 8), ("list", "nginx", 8), ("list", "Apache", 2), ("apply", "nginx", 8), ("apply", "Apache", 2)]
# At least so many requests per second of usher.cgi's for one of theirs.
TARGETS = {
    ("apply", "Apache"): {"C": 0.85, "PHP": 3.5}, ("apply", "nginx"): {"C": 0.8, "PHP": 1.5},
    ("list", "nginx"): {"C": 0.8, "PHP": 1.5},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, default=apply.REPOSITORY / ".build/release")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.5, help="of a round of one contestant, about")
    parser.add_argument("--only", default="", help="for example `list nginx`")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-requests-") as folder:
        # Others have to pass: the servers run as nobody.
        os.chmod(folder, 0o755)
        contestants = make_contestants(Path(folder), options.programs)
        compare_statements(Path(folder), contestants)
        lines = []
        with Servers(Path(folder), contestants):
            for work, server, connections in SETTINGS:
                if options.only in f"{work} {server}":
                    measurement = Measurement(Path(folder), contestants, work, server, connections)
                    measurement.run(options.rounds, options.seconds)
                    lines += measurement.lines()
        check_rows(contestants, options.programs)
        print("\n| requests per second of usher.cgi | for one of | to reach | median | lowest, highest | CPU |")
        print("\n".join(["| --- | --- | --- | --- | --- | --- |", *lines]))


# The contestants


class Contestant:
    """A copy of the site, with programs for both works; PHP's are scripts."""

    def __init__(self, name, site, programs):
        self.name = name
        self.site = site
        self.programs = {work: str(site / "cgi-bin" / program) for work, program in programs.items()}
        self.is_php = name == "PHP"
        self.tokens = []

    def database(self):
        return sqlite3.connect(self.site / "usher.db")

    def cpu(self):
        """Seconds of all its FastCGI processes by now."""
        ticks = 0
        for worker in self.workers:
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def make_contestants(folder, programs):
    original = lists.Site(folder / "original", programs, 1000)
    add_links(original)
    give_standing(original)
    files = [
        {"apply": "usher.cgi", "list": "usher.cgi", "auth": "usher.cgi"},
        {"apply": "apply", "list": "list", "auth": "auth"},
        {"apply": "apply.php", "list": "list.php"}]
    contestants = []
    for name, file in zip(NAMES, files):
        site = folder / name
        shutil.copytree(original.folder, site)
        contestants.append(Contestant(name, site, file))
    _, c, php = contestants
    for program in c.programs.values():
        apply.compile_c(program, HERE / f"{Path(program).name}.c")
    for script in ["site.php", "apply.php", "list.php"]:
        shutil.copy2(HERE / script, php.site / "cgi-bin")
    pages.write_templates(original, [contestant.site for contestant in contestants])
    apply.compile_c(folder / "load", HERE / "load.c")
    # What each has to answer with.
    _, answer = original.get(LIST)
    (folder / "page").write_text(answer.partition("\r\n\r\n")[2], newline="")
    # nginx hands on all but the status; one of another time is not compared.
    _, answer = original.get("/auth")
    (folder / "head").write_text(answer.partition("\r\n\r\n")[0].replace("\r\n", "\n") + "\n")
    return contestants


def add_links(site):
    """As the one that `usher invite create` has made."""
    generator = random.Random(2)
    with site.database() as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info (invitation)")]
        [row] = database.execute("SELECT * FROM invitation WHERE label = 'Stand B'")
        for _ in range(LINKS):
            values = dict(zip(columns, row)) | {
                "id": crowd.new_id(generator, int(time.time())), "code": crowd.invitation_code(generator),
                "label": "Stand C"}
            places = ", ".join("?" * len(columns))
            database.execute(f"INSERT INTO invitation ({', '.join(values)}) VALUES ({places})", [*values.values()])


def give_standing(site):
    """The administrator belongs to a department under another, and holds three things."""
    with site.database() as database:
        database.execute(
            "UPDATE account SET department = (SELECT id FROM department WHERE parent IS NOT NULL LIMIT 1) "
            "WHERE login = 'ada'")
        for kind in ["position", "group", "role"]:
            database.execute("INSERT INTO holding (id, kind, name, name_key) VALUES (?, ?, ?, ?)", (
                kind, kind, f"{kind.title()} of Zoë", f"{kind} of zoe"))
            database.execute("INSERT INTO account_holding SELECT id, ?, name_key FROM account WHERE login = 'ada'", (kind,))


# The same work?


def compare_statements(folder, contestants):
    """Of the programs as CGI: in FastCGI they are the same, and only the opening is left out."""
    [(code,)] = contestants[0].database().execute("SELECT code FROM invitation WHERE label = 'Stand B'")
    body = apply.urllib.parse.urlencode({"code": code, "name": "Grace Hopper", "email": "g@navy.example"}).encode()
    (folder / "body").write_bytes(body)
    list_variables = lists.Site.environment(None, LIST)
    for work, variables, file, needed in [
        ("apply", apply.environment(body), folder / "body", "execute COMMIT"),
        ("list", list_variables, Path("/dev/null"), "prepare SELECT COUNT(*) FROM department"),
        ("auth", lists.Site.environment(None, "/auth"), Path("/dev/null"), "prepare WITH RECURSIVE up (id, parent, name, depth) AS ("),
    ]:
        traces = []
        for contestant in [each for each in contestants if work in each.programs]:
            saved = folder / "saved.db"
            shutil.copy2(contestant.site / "usher.db", saved)
            program = contestant.programs[work]
            more = {}
            if contestant.is_php:
                program, more = "/usr/bin/php-cgi", {"SCRIPT_FILENAME": program, "REDIRECT_STATUS": "200"}
            traces.append(apply.trace_program(program, variables | more, file))
            shutil.move(saved, contestant.site / "usher.db")
        if None in traces:
            return
        print(f"{work}:", end=" ")
        apply.expect_same(traces[:2], NAMES[:2], needed)
        if len(traces) < 3:
            print()
            continue
        # PDO binds and steps in its own way.
        php, c = outline(traces[2]), outline(traces[1])
        if php != c:
            print("\n".join(apply.difflib.unified_diff(c, php, "C", "PHP", lineterm="")))
            sys.exit("PHP does not do the same.")
        print(f"PHP does too: {len(php)} lines of statements, locks and syncs.")


def outline(trace):
    """Statements, locks and syncs."""
    lines = "\n".join(trace)
    lines = re.sub(r"\$\d+", "?", lines)
    # With LOCK_NB or without.
    lines = re.sub(r"^flock 6$", "flock 2", lines, flags=re.MULTILINE)
    # A bound value, a step: lines of their own; a statement may go over several.
    return [
        line for line in lines.split("\n")
        if not re.match(r"(text|integer|open|extended|busy|step|reset|close|NULL)\b", line)]


def check_rows(contestants, programs):
    """Every answer has led to its row; the rows are the same but for ids, secrets and moments; the log is whole."""
    columns = (
        "application.name, name_key, email, email_key, application.language, state, invitation_label, "
        "application.inviter, inviter_name, application.department, department_path, application.requires_approval")
    rows = {}
    for contestant in contestants:
        with contestant.database() as database:
            found = database.execute(
                f"SELECT token_digest, number, code, {columns} FROM application JOIN invitation "
                "ON invitation.id = invitation WHERE invitation_label = 'Stand C'").fetchall()
            database.execute("CREATE VIRTUAL TABLE temp.grams USING fts5vocab(main, application_gram, instance)")
            grams = {}
            for term, number in database.execute("SELECT term, doc FROM temp.grams"):
                grams.setdefault(number, set()).add(term)
            [(reserved,)] = database.execute("SELECT SUM(uses_reserved) FROM invitation WHERE label = 'Stand C'")
            [(whole,)] = database.execute("PRAGMA integrity_check")
        wanted = sorted(apply.digest(token) for token in contestant.tokens)
        if sorted(row[0] for row in found) != wanted or (reserved or 0) != len(wanted) or whole != "ok":
            sys.exit(f"{contestant.name}: the rows are not those of the answers")
        if len(set(wanted)) != len(wanted):
            sys.exit(f"{contestant.name}: a token was given twice")
        rows[contestant.name] = sorted((row[4], *row[2:], *sorted(grams[row[1]])) for row in found)
        verified = subprocess.run(
            [programs / "usher", "audit", "verify", "--site", contestant.site], capture_output=True, text=True)
        if verified.returncode != 0:
            sys.exit(f"{contestant.name}: {verified.stderr}")
    if len({len(found) for found in rows.values()}) != 1 or any(rows[name] != rows[NAMES[0]] for name in NAMES):
        sys.exit("The rows are not the same.")
    print(f"\n{len(rows[NAMES[0]]):,} applications of each are in the databases, as they were answered.")


# Measuring


class Measurement:
    def __init__(self, folder, contestants, work, server, connections):
        self.folder = folder
        self.contestants = [each for each in contestants if work in each.programs]
        self.work, self.server, self.connections = work, server, connections
        self.sent = 0
        names = [each.name for each in self.contestants]
        self.rates = {name: [] for name in names}
        self.cpu = {name: 0 for name in names}

    def run(self, rounds, seconds):
        """The first round tells how many requests fill the time, and is not counted."""
        count = 40
        for number in range(rounds + 1):
            rates = {}
            # Whoever comes next may have to wait for what the disk has still to write: it is another each time.
            first = number % len(self.contestants)
            for contestant in self.contestants[first:] + self.contestants[:first]:
                before = contestant.cpu()
                rates[contestant.name] = count / self.ask(contestant, count)
                if number > 0:
                    self.cpu[contestant.name] += (contestant.cpu() - before) / (rounds * count)
                    self.rates[contestant.name].append(rates[contestant.name])
            self.sent += count
            if number == 0:
                most = LINKS * OF_A_LINK if self.work == "apply" else 10_000
                count = min(most, max(40, round(seconds * statistics.median(rates.values()))))
        self.show(rounds, count)

    def ask(self, contestant, count):
        """- Returns: seconds."""
        if self.work == "apply":
            with contestant.database() as database:
                database.execute("DELETE FROM quota")
        templates = self.requests(contestant)
        arguments = [contestant.ports[self.server], count, self.connections, first_number(self) + self.sent,
                     len(templates)]
        if self.work != "apply":
            arguments.append(self.folder / ("page" if self.work == "list" else "head"))
        done = subprocess.run(
            [self.folder / "load", *map(str, arguments)], input="".join(templates), capture_output=True, text=True)
        if done.returncode != 0:
            errors = (self.folder / "servers/errors").read_text()[-2000:]
            sys.exit(f"{contestant.name}, {self.work}, {self.server}: {done.stderr}\n{errors}")
        seconds, *tokens = done.stdout.split()
        contestant.tokens += tokens
        return float(seconds)

    def requests(self, contestant):
        """Marks for a number stand where each has to be new: load.c says how."""
        if self.work != "apply":
            address = LIST if self.work == "list" else "/auth"
            return [f"GET /usher{address} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Address: 192.0.2.1\r\n"
                    f"Cookie: __Host-usher={lists.TOKEN}\r\n\r\n"]
        with contestant.database() as database:
            codes = database.execute("SELECT code FROM invitation WHERE label = 'Stand C' ORDER BY code").fetchall()
        requests = []
        for (code,) in codes:
            body = f"code={code}&name=Grace+Hopper&email=person######%40navy.example"
            requests.append(
                "POST /usher/apply HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Address: 10.1##.1##.1##\r\n"
                "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}")
        return requests

    def show(self, rounds, count):
        print(
            f"\n{self.title()}: {rounds} rounds of {count} requests each, in turn, over {self.connections} "
            f"connections\n\n{'requests per second':24}{'median':>9}{'lowest':>9}{'highest':>9}{'CPU ms':>9}")
        for name, rates in self.rates.items():
            cpu = f"{1000 * self.cpu[name]:9.2f}" if self.cpu[name] else ""
            print(f"{name:24}{statistics.median(rates):9.0f}{min(rates):9.0f}{max(rates):9.0f}{cpu}", flush=True)

    def title(self):
        how = {"nginx": f"nginx FastCGI, {WORKERS} processes", "Apache": "Apache mod_cgid"}[self.server]
        return f"{ {'list': 'GET list', 'apply': 'POST apply', 'auth': 'GET auth'}[self.work] }, {how}"

    def lines(self):
        """Of the table at the end. The ratio of each round, and that of all the processor's time, by which a smaller
        number is better."""
        usher = NAMES[0]
        for name, in_cgi, in_fastcgi in [("C", "C CGI", "C FastCGI"), ("PHP", "php-cgi", "php-fpm")]:
            if name not in self.rates:
                continue
            ratios = [ours / theirs for ours, theirs in zip(self.rates[usher], self.rates[name])]
            target = TARGETS.get((self.work, self.server), {}).get(name)
            cpu = f"{self.cpu[usher] / self.cpu[name]:.2f}" if self.cpu[name] else ""
            yield (
                f"| {self.title()} | {in_fastcgi if self.server == 'nginx' else in_cgi} | "
                f"{f'≥ {target}' if target else ''} | {statistics.median(ratios):.2f} | "
                f"{min(ratios):.2f}, {max(ratios):.2f} | {cpu} |")


def first_number(measurement):
    """Of an applicant; nobody applies twice, through whichever server."""
    return 0 if measurement.server == "nginx" else 500_000


if __name__ == "__main__":
    main()
