#!/usr/bin/env python3
"""A new Debian, the package, nginx, Postfix and a real systemd: what somebody types who hosts a site for the first
time, and what the site does then. Everything is in a folder of its own and a container without network.

usage, as root: try.py PACKAGE. Prints the steps and a line for each thing seen.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOST, SITE = "join.example.org", "/srv/join-us"
BASE = f"https://{HOST}"

# What a person types, once the host has a certificate. The third is what the recipe itself says.
INSTALL = "apt install ./{package} nginx-light"
INIT = (f'usher init {SITE} --name Acme --base-address {BASE} --sender join@{HOST} '
        '--admin "Ada Lovelace <ada@example.org>"')
RECIPE = f"usher hosting nginx --site {SITE} >/etc/nginx/sites-enabled/join"
RELOAD = "systemctl reload nginx"


def main():
    package = Path(sys.argv[1]).resolve()
    if os.geteuid() != 0:
        sys.exit("try.py: a container needs root: run it with sudo")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="usher-root-", ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "root"
        make_machine(root)
        shutil.copy(package, root / "root" / package.name)
        step(INSTALL.format(package=package.name))
        prepared(root, "cd && apt-get update -qq && apt-get install -y -qq ./" + package.name + " nginx-light")
        with Machine(root) as machine:
            try:
                tried(machine, package)
            except BaseException:
                print(machine.run("journalctl --no-pager -n 60; cat /var/log/nginx/error.log", check=False))
                raise
    print(f"{time.monotonic() - began:.0f} s")


# The machine


def make_machine(root):
    mirror = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Codename: bookworm"],
        capture_output=True, text=True, check=True).stdout.split()
    quietly(["debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus", "bookworm", root,
             *(mirror[:1] or ["http://deb.debian.org/debian"])])
    (root / "etc/hostname").write_text("join\n")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost join {HOST}\n")
    # A mail server whose sendmail is setgid, and somebody with a mailbox.
    settings = f"postfix postfix/main_mailer_type select Local only\npostfix postfix/mailname string {HOST}\n"
    prepared(root, f"echo {shlex.quote(settings)} | debconf-set-selections; apt-get update -qq; "
                   "apt-get install -y -qq --no-install-recommends postfix; useradd -m grace")
    live = root / "etc/letsencrypt/live" / HOST
    live.mkdir(parents=True)
    quietly(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
             "-keyout", live / "privkey.pem", "-out", live / "fullchain.pem"])


def prepared(root, commands):
    """Runs commands in the root while it has the host's network and no services."""
    quietly(["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--resolv-conf=copy-host", "--pipe",
             "--setenv=DEBIAN_FRONTEND=noninteractive", "-D", root, "/bin/sh", "-ec", commands])


def quietly(command):
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f"{command[0]}: exit {ran.returncode}\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")


class Machine:
    """The root, booted, with nothing but loopback for a network: every port is free."""

    def __init__(self, root):
        self.root = root
        self.console = open(root.parent / "console", "wb")
        self.process = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--boot", "-D", root],
            stdin=subprocess.DEVNULL, stdout=self.console, stderr=self.console)

    def __enter__(self):
        def booted():
            return self.leader() and self.run("systemctl is-system-running", check=False).strip() in (
                "running", "degraded")
        try:
            eventually(booted, "systemd is up", 60)
        except BaseException:
            print((self.root.parent / "console").read_text(errors="replace")[-3000:])
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        # To systemd-nspawn: shut down in order.
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.console.close()

    def leader(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return children[0] if children else None

    def run(self, commands, check=True):
        ran = subprocess.run(
            ["nsenter", "--target", self.leader(), "--all", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
             "LC_ALL=C.UTF-8", "/bin/sh", "-c", "cd /root && " + commands],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if check and ran.returncode:
            raise AssertionError(f"{commands}: exit {ran.returncode}\n{ran.stdout}")
        return ran.stdout

    def ask(self, path, *form, cookie=""):
        """Status, head and body."""
        address = path if path.startswith("http") else BASE + path
        more = ["--header", f"Origin: {BASE}"] if form else []
        for field in form:
            more += ["--data-urlencode", field]
        answer = self.run(shlex.join(
            ["curl", "--silent", "--show-error", "--insecure", "--include", "--max-time", "30",
             "--cookie", cookie, *more, address]))
        head, _, body = answer.replace("\r\n", "\n").partition("\n\n")
        return int(head.split()[1]), head, body


# What is seen


def step(command):
    step.count = getattr(step, "count", 0) + 1
    print(f"step {step.count}: {command}", flush=True)


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def eventually(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s: {what}")


def tried(machine, package):
    step(INIT)
    made = machine.run(INIT)
    password = re.search(r"Initial password: (\S+)", made).group(1)
    step(RECIPE)
    machine.run(RECIPE)
    enable = re.search(r"^#\s+(systemctl enable .*)$", machine.run("cat /etc/nginx/sites-enabled/join"), re.M).group(1)
    step(enable)
    machine.run(enable)
    step(RELOAD)
    machine.run(RELOAD)
    unit = machine.run(f"systemd-escape --path {SITE}").strip()

    link, code = pages(machine)
    application(machine, link, code)
    administration(machine, password)
    dead_link(machine, link, code)
    guarded(machine, unit)
    chores(machine, unit)
    another_owner(machine)
    upgrade(machine, package, unit)
    removal(machine, unit)


def ok(what):
    print("ok", what, flush=True)


def pages(machine):
    made = machine.run(f'usher invite create --site {SITE} --label Stand --no-approval --valid 7d')
    link = re.search(rf"{BASE}/I/([0-9A-Z-]+)/", made)
    status, head, body = machine.ask(link.group(0))
    expect(status == 200 and "max-age=300" in head and "Strict-Transport-Security" in head, head)
    expect("Acme" in body, body)
    # nginx's old processes may take a connection more after a reload.
    eventually(lambda: f"\nLocation: {BASE}/" in machine.ask(f"http://{HOST}/")[1], "http:// leads to https://")
    for path in ["/usher.db", "/usher.conf", "/usher.key", "/.git/config", "/I/NOTHING/"]:
        expect(machine.ask(path)[0] == 404, path)
    ok("the landing page, over TLS; nothing else of the site")
    return link.group(0), link.group(1)


def application(machine, link, code):
    status, head, body = machine.ask(
        "/usher/apply", f"code={code}", "lang=en", "name=Grace Hopper", f"email=grace@{HOST}")
    expect(status == 303, head + body)
    location = re.search(r"^Location: (\S+)", head, re.M).group(1)
    expect(location.startswith(BASE) and machine.ask(location)[0] == 200, location)
    mailbox = machine.root / "var/mail/grace"
    eventually(lambda: mailbox.exists() and "Initial password" in mailbox.read_text(), "the welcome mail")
    ok("an application; its welcome mail, by the host's setgid sendmail")


def administration(machine, password):
    status, head, body = machine.ask("/usher/sign-in", "name=ada", f"password={password}")
    expect(status == 303 and "Set-Cookie: __Host-" in head, head + body)
    ok("the administrator signs in")


def dead_link(machine, link, code):
    machine.run(f"usher invite revoke {code} --site {SITE}")
    status, head, _ = machine.ask(link)
    expect(status == 410 and "no-store" in head, head)
    ok("a withdrawn link: 410")


def guarded(machine, unit):
    expect(not machine.run(f"find {SITE} -not -user usher"), "root ran the commands; the site is the user's")
    mode = machine.run(f"stat -c '%a %G' /run/usher{SITE}.socket").strip()
    expect(mode == "660 www-data", mode)
    service = f"'usher@{unit}.service'"
    process = machine.run(f"systemctl show -P MainPID {service}").strip()
    expect(machine.run(f"stat -c %U /proc/{process}").strip() == "usher", "the program runs as the user")
    for path, writable in [("/etc", False), ("/usr", False), ("/srv", False), (SITE, True)]:
        said = machine.run(f"nsenter --target {process} --mount touch {path}/tried", check=False)
        expect(("Read-only" in said) != writable, f"{path}: {said}")
    machine.run(f"rm {SITE}/tried")
    verified = machine.run(f"systemd-analyze verify --man=no {service} 'usher-chores@{unit}.timer' 2>&1")
    expect(not verified.strip(), verified)
    ok("the program runs as the site's owner and can write nothing but the site")


def chores(machine, unit):
    machine.run(f"systemctl start 'usher-chores@{unit}.service'")
    expect(machine.run(f"systemctl is-active 'usher-chores@{unit}.timer'").strip() == "active", "the timer")
    eventually(lambda: machine.run(
        f"journalctl --no-pager -u 'usher-chores@{unit}.service'").count("Finished") >= 2, "the timer's turn", 75)
    ok("the chores, by hand and by the timer")


def another_owner(machine):
    """A site of somebody's own, whose pages lie elsewhere: the units do as the recipe has told them."""
    machine.run(f"usher init /srv/own --owner grace --base-address https://own.example.org --mail folder:mails")
    machine.run("install -d -o grace -g grace /srv/pages && echo public = /srv/pages >>/srv/own/usher.conf")
    recipe = machine.run("usher hosting nginx --site /srv/own")
    typed = [line[4:] for line in recipe.splitlines() if line.startswith("#   ")]
    first = next(place for place, line in enumerate(typed) if line.startswith("for unit in"))
    last = next(place for place, line in enumerate(typed) if line.startswith("systemctl enable"))
    machine.run("\n".join(typed[first:last + 1]))
    machine.run("systemctl start usher-chores@srv-own.service usher@srv-own.service")
    expect((machine.root / "srv/pages/index.html").exists(), "the chores wrote the pages")
    process = machine.run("systemctl show -P MainPID usher@srv-own.service").strip()
    expect(machine.run(f"stat -c %U /proc/{process}").strip() == "grace", "the program runs as the site's owner")
    expect(not machine.run("find /srv/own /srv/pages -not -user grace"), "the site is its owner's")
    machine.run("systemctl disable --now usher@srv-own.socket usher@srv-own.service usher-chores@srv-own.timer")
    machine.run("rm -r /etc/systemd/system/usher*@srv-own.service.d")
    ok("a site of another owner, with pages elsewhere: units as the recipe says")


def upgrade(machine, package, unit):
    """A newer package while people come: nobody is turned away, and the site runs the new program."""
    work = machine.root / "root/newer"
    quietly(["dpkg-deb", "-R", package, work])
    control = work / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*", r"\g<0>+newer", control.read_text()))
    with open(work / "usr/libexec/usher/usher.cgi", "ab") as program:
        program.write(b"newer")
    quietly(["dpkg-deb", "--root-owner-group", "-Zgzip", "-b", work, machine.root / "root/newer.deb"])
    before = machine.run(f"sha256sum <{SITE}/cgi-bin/usher.cgi")
    asking = subprocess.Popen(
        ["nsenter", "--target", machine.leader(), "--all", "/bin/sh", "-c",
         f"while [ ! -e /root/upgraded ]; do curl -sk -o /dev/null -w '%{{http_code}}\\n' {BASE}/usher/sign-in; done"],
        stdout=subprocess.PIPE, text=True)
    machine.run("dpkg -i newer.deb")
    eventually(lambda: machine.ask("/usher/sign-in")[0] == 200, "it answers again")
    machine.run("touch upgraded")
    codes = asking.communicate()[0].split()
    expect(len(codes) > 10 and set(codes) == {"200"}, f"{len(codes)} answers: {set(codes)}")
    after = machine.run(f"sha256sum <{SITE}/cgi-bin/usher.cgi")
    expect(after != before and after == machine.run("sha256sum </usr/libexec/usher/usher.cgi"), "the copy is the new one")
    process = machine.run(f"systemctl show -P MainPID 'usher@{unit}.service'").strip()
    expect("deleted" not in machine.run(f"readlink /proc/{process}/exe"), "the new one runs")
    expect(not machine.run(f"find {SITE} -not -user usher"), "the site is the user's")
    ok(f"an upgrade: {len(codes)} answers meanwhile, every one 200")


def removal(machine, unit):
    machine.run("dpkg --remove usher")
    expect(machine.run(f"systemctl is-active 'usher@{unit}.socket' 'usher-chores@{unit}.timer'", check=False).split()
           == ["inactive", "inactive"], "what ran of it")
    expect(not machine.run("find /etc/systemd/system -name 'usher*@*'"), "nothing is started with the host again")
    expect((machine.root / SITE[1:] / "usher.db").exists(), "the site stays")
    ok("removal: nothing runs, the site stays")


main()
