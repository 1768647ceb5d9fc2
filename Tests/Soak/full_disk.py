#!/usr/bin/env python3
"""A file system of 1 MiB that is full (promise 3): database and pages lie on a tmpfs, in a user and mount namespace of this
test's own. What is told as done is done, all else is refused with a word, and with room again all goes on.
"""

import ctypes
import os
import subprocess

import stage
from stage import expect


def enter_namespace():
    """Mounting is allowed in it."""
    user, group = os.getuid(), os.getgid()
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: who was root may not write its own /proc/self else.
    if system.unshare(0x10000000 | 0x00020000) != 0:  # CLONE_NEWUSER, CLONE_NEWNS
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    for name, text in [("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")]:
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def move_to_small(stage_):
    small = stage_.folder / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "none", small], check=True)
    for name in ["usher.db", "public"]:
        subprocess.run(["mv", stage_.site / name, small], check=True)
    configuration = stage_.site / "usher.conf"
    text = configuration.read_text()
    configuration.write_text(text.replace("= usher.db", f"= {small}/usher.db").replace("= public", f"= {small}/public"))
    (stage_.site / "usher.db").symlink_to(small / "usher.db")  # For the test's own questions.
    return small


def room(small):
    found = os.statvfs(small)
    return found.f_bavail * found.f_frsize


def pages(small):
    found = {path: path.read_bytes() for path in (small / "public").rglob("*")
             if path.is_file() and not path.name.startswith(".")}
    for path, content in found.items():
        expect(content and (path.suffix != ".html" or content.endswith(b"</html>\n")), f"a partial page: {path}")
    return found


def full_disk(stage_, full):
    enter_namespace()
    codes = [stage_.invite() for _ in range(4)]
    small = move_to_small(stage_)
    stage_.usher("build")
    before = pages(small)
    acknowledged, statuses = [], {}

    def apply(number):
        exit, output = stage_.cgi("/apply", {"code": codes[number % 4], "name": "G", "email": f"g{number}@h.example"})
        found = stage.status(output)
        statuses[found] = statuses.get(found, 0) + 1
        expect(found in [303, 500, 503] and (found == 303 or output.endswith("</html>\n")), output[:300])
        if found == 303:
            acknowledged.append(stage.token(output))
        return found

    # Less and less room, byte by byte of a page: whatever is the first to find none.
    ballast = small / "ballast"
    refused = 0
    for number, left in enumerate(range(200_000, -1, -4096)):
        ballast.write_bytes(b"")
        ballast.write_bytes(b"x" * max(0, room(small) - left))
        refused += apply(number) != 303
        expect(all(stage_.has_application(token) for token in acknowledged), "acknowledged, and lost")
        stage_.is_whole()
        done = stage_.usher("invite", "create", "--department", "Sales / North", check=False)
        built = stage_.usher("build", check=False)
        for ran in [done, built]:
            expect(ran.returncode in [0, 1], ran)
            expect(ran.returncode == 0 or ran.stderr.startswith("usher: ") and ran.stderr.count("\n") == 1, ran.stderr)
        after = pages(small)
        expect(all(after.get(path) == content for path, content in before.items()), "a page changed or went")
        if number >= 70 or statuses.get(303, 0) >= 75:
            break
    expect(refused > 5, f"the disk was never full: {statuses}")
    ballast.unlink()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "remount,size=8m", "none", small], check=True)
    stage_.usher("build")
    made = stage_.one("SELECT COUNT(*) FROM invitation")
    folders = [sorted(path.name for path in folder.iterdir()) for folder in (small / "public/I").iterdir()]
    expect(folders == [["index.html", "qr.png", "qr.svg", "zh-Hans.html"]] * made, "every link has its four files, no other")
    expect(apply(1000) == 303, "with room again it is taken")
    stage_.is_whole()
    print(f"  a full file system: {statuses}; {len(acknowledged)} acknowledged, none lost; {made} links, each with its pages")


if __name__ == "__main__":
    stage.main([full_disk], __doc__)
