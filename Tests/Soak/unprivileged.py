#!/usr/bin/env python3
"""usher.cgi where next to nothing is granted (promise 12): started by the real suexec, with an emptied environment, in folders
that are their owner's alone, under any umask, with standard descriptors closed. As root it can start suexec, whose document
root is /var/www: the site is bound there in a mount namespace of its own, and suexec's log goes to a temporary folder too.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import stage
from stage import expect

SUEXEC = "/usr/lib/apache2/suexec-pristine"


def owner_alone(stage_, full):
    """0700 and 0600 throughout, nothing in the environment but the request."""
    code = stage_.invite()
    for path in [stage_.site, *stage_.site.rglob("*")]:
        path.chmod(0o700 if path.is_dir() or path.name == "usher.cgi" else 0o600)
    variables = stage.environment("/apply", form := {"code": code, "name": "G", "email": "g@navy.example"})
    del variables["PATH"]
    done = subprocess.run([stage_.cgi_program], input=stage.encoded(form), capture_output=True, env=variables, cwd="/")
    expect(stage.status(done.stdout.decode()) == 303 and done.returncode == 0, done)
    stage_.usher("build", "--site", stage_.site, site=False)


def any_umask(stage_, full):
    """Whatever the server's umask: what usher.cgi makes is its owner's."""
    code = stage_.invite("--no-approval")
    for name in ["usher.db.gate", "usher.db-journal", "usher.db.slots"]:
        (stage_.site / name).unlink(missing_ok=True)
    before = set(stage_.site.rglob("*"))
    old = os.umask(0)
    try:
        exit, output = stage_.cgi("/apply", {"code": code, "name": "G", "email": "g@navy.example"})
        signed = stage_.cgi("/sign-in", {"name": "ada", "password": stage.PASSWORD})[1]
    finally:
        os.umask(old)
    expect(stage.status(output) == 303 and stage.status(signed) == 303, output)
    stage.wait_until(lambda: stage_.one("SELECT COUNT(*) FROM mail_outbox WHERE state = 'sent'") == 1)
    made = [path for path in set(stage_.site.rglob("*")) - before if "public" not in path.parts and path.exists()]
    expect(any(path.name.endswith(".gate") for path in made), f"{made}")
    for path in made:
        expect(not path.stat().st_mode & 0o077, f"{path}: {stat.filemode(path.stat().st_mode)}")


def closed_descriptors(stage_, full):
    """None of the files that it opens takes the place of standard input, output or error."""
    code = stage_.invite()
    for number, closed in enumerate(["0<&-", "2>&-", "0<&- 2>&-", "1>&-", "0<&- 1>&- 2>&-"]):
        variables = stage.environment("/sign-in")
        done = subprocess.run(["/bin/sh", "-c", f'exec "$0" {closed}', stage_.cgi_program], capture_output=True, env=variables)
        expect(done.returncode == 0, f"{closed}: {done}")
        if "1>" not in closed:
            expect(stage.status(done.stdout.decode()) == 200, f"{closed}: {done.stdout[:300]}")
        # A write, and a line for the log: neither goes into a file of ours.
        form = {"code": code, "name": "G", "email": f"g{number}@navy.example"}
        command = ["/bin/sh", "-c", f'exec "$0" {closed.replace("0<&-", "")}', stage_.cgi_program]
        done = subprocess.run(command, input=stage.encoded(form), capture_output=True, env=stage.environment("/apply", form))
        expect("1>" in closed or stage.status(done.stdout.decode()) == 303, f"{closed}: {done}")
        (stage_.site / "usher.key").rename(stage_.site / "away")
        subprocess.run(command, capture_output=True, env=stage.environment("/me/second-factor"))
        (stage_.site / "away").rename(stage_.site / "usher.key")
        expect((stage_.site / "usher.db.gate").read_bytes() == b"", f"{closed}: something was written into the gate's file")
        stage_.is_whole()
    expect(stage_.one("SELECT COUNT(*) FROM application") == 5, "five applications")


def under_suexec(folder, site, code):
    """As root: suexec is setuid, and starts only for www-data what lies in /var/www and is the owner's alone."""
    logs = folder / "log"
    logs.mkdir()

    def run(route, form=None):
        variables = stage.environment(route, form, HTTP_PROXY="http://evil.example", LD_PRELOAD="/evil.so")
        words = [f"{name}={value}" for name, value in variables.items()]
        script = f"""
            mount --bind {folder} /var/www && mount --bind {logs} /var/log/apache2 && cd /var/www/{site.relative_to(folder)}/cgi-bin &&
            exec setpriv --reuid=www-data --regid=www-data --clear-groups env -i "$@" {SUEXEC} 65534 65534 usher.cgi"""
        return subprocess.run(["unshare", "--mount", "sh", "-c", script, "sh", *words], input=stage.encoded(form),
                              capture_output=True)

    done = run("/sign-in")
    log = "".join(path.read_text() for path in logs.iterdir())
    expect(stage.status(done.stdout.decode()) == 200, f"{done} {log}")
    done = run("/apply", {"code": code, "name": "G", "email": "g@navy.example"})
    expect(stage.status(done.stdout.decode()) == 303, f"{done}")
    os.chmod(site / "cgi-bin/usher.cgi", 0o775)
    done = run("/sign-in")
    expect(done.returncode != 0 and not done.stdout, "suexec refuses what others may write: it was suexec")


def with_suexec():
    with tempfile.TemporaryDirectory(prefix="usher-suexec-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = folder / "made"
        made.mkdir()
        os.chown(made, 65534, 65534)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            programs = Path(sys.argv[sys.argv.index("--programs") + 1]) if "--programs" in sys.argv \
                else stage.REPOSITORY / ".build/release"
            try:
                stage.set_up(made, programs)
                stage_ = stage.Stage(made)
                os.write(writer, f"{stage_.site}\n{stage_.invite()}".encode())
            finally:
                os._exit(0)
        os.close(writer)
        site, code = os.fdopen(reader).read().split("\n")
        os.waitpid(child, 0)
        under_suexec(folder, Path(site), code)
        print("ok under_suexec", flush=True)


if __name__ == "__main__":
    if os.geteuid() == 0 and shutil.which("unshare"):
        with_suexec()
    else:
        print("not root: suexec was not tried")
    stage.main([owner_alone, any_umask, closed_descriptors], __doc__)
