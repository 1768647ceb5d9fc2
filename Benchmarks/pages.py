"""The list of applications as a template, made of what usher.cgi shows: for list.c with marks where values stand, for
list.php with PHP in their places. So a change of the page needs none of theirs, as long as a row has the same values.
"""

import html
import re

MARK = "\x01"
KINDS = ["pending", "approved", "rejected", "reasoned", "withdrawn"]

# What each mark stands for, in PHP. `$row` has the columns of list.php's statement.
PHP = {
    "I": "<?php foreach ($inviters as $row): ?><option value=\"<?= e($row[0]) ?>\"><?= e($row[2]) ?></option>"
         "<?php endforeach ?>",
    "D": "<?php foreach ($departments as $row): ?><option value=\"<?= e($row[0]) ?>\"><?= e($row[3]) ?></option>"
         "<?php endforeach ?>",
    "P": "<?= $pending < 1000 ? $pending : '999+' ?>",
    "r": "<?= $row[1] ?>", "l": "<?= e($row[3]) ?>", "i": "<?= e($row[5]) ?>", "d": "<?= e($row[7]) ?>",
    "n": "<?= e($row[9]) ?>", "e": "<?= email($row[10]) ?>", "m": "<?= e($row[10]) ?>",
    "t": "<?= moment($row[12]) ?>", "c": "<?= moment($row[14]) ?>", "o": "<?= e($row[16]) ?>",
}


def write_templates(site, folders):
    """- Parameters:
    - site: usher.cgi in a crowd's site (lists.Site).
    - folders: of the sites that get the templates."""
    head, foot, rows = parts(site)
    text = "\x1E".join([head, foot, *(rows[kind] for kind in KINDS)])
    headers, _, page = head.partition("\r\n\r\n")
    php = "".join([
        "<?php\n", *(f"header({quoted(line)});\n" for line in headers.split("\r\n")), "?>\n", in_php(page),
        "<?php foreach ($shown as $row): switch ($row[13] === 'rejected' && $row[16] ? 'reasoned' : $row[13]):\n",
        *(f"case '{kind}': ?>\n{in_php(rows[kind])}<?php break;\n" for kind in KINDS),
        "endswitch; endforeach ?>\n", in_php(foot)])
    for folder in folders:
        (folder / "list.template").write_text(text, newline="")
        (folder / "cgi-bin/list.page.php").write_text(php, newline="")


def in_php(part):
    # PHP swallows a line's end behind its own.
    return re.sub(f"{MARK}(.)(\n?)", lambda found: PHP[found[1]] + 2 * found[2], part)


def quoted(text):
    return "'" + re.sub(r"(['\\])", r"\\\1", text) + "'"


def parts(site):
    """What stands before the rows and behind them, and a row of each kind."""
    rows = {}
    for query in ["state=all", "state=pending", "state=approved", "state=rejected", "state=withdrawn"]:
        _, answer = site.get(f"/admin/applications?{query}")
        found = re.findall(r"<tr><td>.*?</tr>\n", answer, re.DOTALL)
        for row in found:
            kind, text = row_template(site, row)
            rows.setdefault(kind, text)
        if query == "state=all":
            head, foot = answer.split(found[0])[0], answer.split(found[-1])[1]
            last = re.search(r"/admin/applications/([0-9A-Z-]{9})", found[-1])[1]
    for name, mark in [("inviter", "I"), ("department", "D")]:
        head, count = re.subn(
            rf'(<select id="{name}"[^>]*><option[^>]*>[^<]*</option>).*?(</select>)', rf"\1{MARK}{mark}\2", head)
        assert count == 1, f"the page has no choice of {name}"
    head, count = re.subn(r'(<span class="count">)[^<]*', rf"\1{MARK}P", head)
    assert count == 1, "the page does not count what waits"
    return head, foot.replace(last, MARK + "r"), rows


def row_template(site, row):
    reference = re.search(r"/admin/applications/([0-9A-Z-]{9})", row)[1]
    state, name, email, department, inviter, label, reason = site.one(
        "SELECT state, name, email, department_path, inviter_name, invitation_label, reason FROM application "
        "WHERE reference = ?", reference)
    values = [
        ("r", reference), ("e", re.sub(r"([.@])", r"\1<wbr>", email)), ("m", html.escape(email)),
        ("n", html.escape(name)), ("d", html.escape(department)), ("l", html.escape(label)),
        ("o", html.escape(reason or "")), ("i", html.escape(inviter))]
    moments = iter("tc")
    row = re.sub(r"<time .*?</time>", lambda _: MARK + next(moments), row)
    for mark, value in values:
        # Whole texts alone: not a department within a label.
        if value:
            row = re.sub(rf"(?<![\w]){re.escape(value)}(?![\w])", MARK + mark, row)
    # Links' inviters decided, in this crowd; a person who withdraws is named nowhere.
    return ("reasoned" if reason else state), row
