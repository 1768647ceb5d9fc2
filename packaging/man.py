#!/usr/bin/env python3
"""Writes usher(1) from what the commands say of themselves, so that it cannot say anything else.

usage: usher --experimental-dump-help | man.py VERSION DATE >usher.1
"""

import json
import sys
import textwrap

# Said once for all commands.
EVERYWHERE = {"help", "version", "site"}

FRAME = """\
.\\" Made by packaging/man.py from the commands' own help.
.TH USHER 1 "{date}" "Usher {version}" "User Commands"
.SH NAME
usher \\- invite people whose address you do not know
.SH SYNOPSIS
.B usher
.I COMMAND
[\\fIOPTION\\fR]...
[\\fB\\-\\-site\\fR \\fIFOLDER\\fR]
.SH DESCRIPTION
Usher invites people whose address you do not know:
an administrator makes a link with its QR code, whoever opens it applies,
an administrator approves, a mail welcomes.
{discussion}
.PP
Where root runs a command, it works as the user who owns the site.
.SH OPTIONS
.TP
\\fB\\-\\-site\\fR \\fIFOLDER\\fR
The site's folder.
.TP
\\fB\\-h\\fR, \\fB\\-\\-help\\fR
Show what a command takes.
.TP
\\fB\\-\\-version\\fR
Show the version.
.SH COMMANDS
{commands}
.SH ENVIRONMENT
.TP
.B USHER_SITE
The site's folder, where \\fB\\-\\-site\\fR is not given.
.SH FILES
.TP
.I usher.conf
In a site's folder: where the site keeps its things, see
.BR usher.conf (5).
.TP
.I cgi\\-bin/usher.cgi
The site's copy of the program that the web server starts.
A newer Usher replaces it at the first command.
.SH EXIT STATUS
.TP
.B 0
It was done.
.TP
.B 1
It could not be done:
a line on standard error says what is wrong and how to mend it.
.TP
.B 64
It was asked for in a wrong way.
.SH EXAMPLES
A site, its first administrator, a link, and what nginx has to know,
as root on a host with systemd:
.PP
.nf
.RS
usher init /srv/join \\-\\-name Acme \\-\\-base\\-address https://join.example.org \\e
  \\-\\-sender join@example.org \\-\\-admin "Ada Lovelace <ada@example.org>"
usher invite create \\-\\-site /srv/join \\-\\-label "Stand B" \\-\\-valid 7d
usher hosting nginx \\-\\-site /srv/join >/etc/nginx/sites\\-enabled/join
systemctl enable \\-\\-now usher@srv\\-join.socket usher\\-chores@srv\\-join.timer
.RE
.fi
.SH SEE ALSO
.BR usher.conf (5),
.BR systemd\\-escape (1)
"""


def main():
    version, date = sys.argv[1:]
    root = json.load(sys.stdin)["command"]
    print(FRAME.format(
        version=version, date=date, discussion=text(root["discussion"]),
        commands="\n".join(section for command in shown(root) for section in sections(command, [root]))), end="")


def shown(command):
    return [sub for sub in command.get("subcommands", []) if sub["shouldDisplay"] and sub["commandName"] != "help"]


def sections(command, above):
    """A heading for each command that does something, with what it takes."""
    below = shown(command)
    if below:
        return [section for sub in below for section in sections(sub, above + [command])]
    arguments = [
        argument for argument in command.get("arguments", [])
        if argument["shouldDisplay"] and argument["valueName"] not in EVERYWHERE]
    name = " ".join(part["commandName"] for part in above + [command])
    lines = [f".SS {text(name)}", ".B " + text(name)]
    lines += [synopsis(argument) for argument in arguments]
    lines += [".PP", text(command["abstract"])]
    if "discussion" in command:
        lines += [".PP", text(command["discussion"])]
    for argument in arguments:
        lines += [".TP", ", ".join(spelled(argument, name) for name in names(argument)), meaning(argument)]
    return ["\n".join(lines)]


def names(argument):
    return argument.get("names") or [None]


def spelled(argument, name):
    value = f"\\fI{text(argument['valueName'].upper())}\\fR"
    if name is None:
        return value
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}[name["kind"]]
    flag = f"\\fB{text(dashes + name['name'])}\\fR"
    return flag if argument["kind"] == "flag" else f"{flag} {value}"


def synopsis(argument):
    said = spelled(argument, argument.get("preferredName"))
    said = f"[{said}]" if argument["isOptional"] else said
    return said + ("..." if argument["isRepeating"] else "")


def meaning(argument):
    said = text(argument.get("abstract") or argument["valueName"])
    if argument.get("allValues"):
        said += "\nOne of " + ", ".join(text(value) for value in argument["allValues"]) + "."
    if argument.get("defaultValue") and argument["kind"] != "flag":
        said += f"\nIf not given: {text(argument['defaultValue'])}."
    return said


def text(plain):
    """Nothing in it is taken for a request or an escape of roff."""
    lines = textwrap.wrap(plain, 70, break_long_words=False, break_on_hyphens=False)
    escaped = [line.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga") for line in lines]
    return "\n".join("\\&" + line if line[0] in ".'" else line for line in escaped)


main()
