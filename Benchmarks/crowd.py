"""A site with as many applications as you like, and a tenth as many invitations: the rows that usher.cgi would
have made in 1,000 days, put straight into the database. A made one is kept in .build and used again until this
file or the schema changes. Nothing here measures.
"""

import base64
import contextlib
import hashlib
import random
import shutil
import sqlite3
import sys
import time
import unicodedata
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CACHE = REPOSITORY / ".build/benchmarks"
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TO_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", SYMBOLS.encode())
DAY = 86400
DAYS, INVITERS, DEPARTMENTS = 1000, 20, 50
# What a hash of Argon2id looks like.
HASH = "$argon2id$v=19$m=19456,t=2,p=1$" + "A" * 22 + "$" + "A" * 43

LATIN = (
    "Ada Adam Alice Amina Andrew Anna Arthur Barbara Ben Carla Charles Clara Daniel David Elena Emil Emma Eva "
    "Frank George Grace Hanna Henry Ida Irene Jack James Jan Jane Johanna John Julia Karl Laura Leon Linda Lukas "
    "Maria Mark Martin Maya Michael Mina Nora Oliver Oscar Paul Peter Rosa Samuel Sarah Simon Sofia Thomas Victor "
    "Walter Wanda William Yara").split()
LATIN_LAST = (
    "Adams Allen Anderson Bauer Becker Bell Brown Carter Clark Davis Evans Fischer Foster Garcia Gray Green Hall "
    "Harris Hill Hoffmann Hopper Hughes Jackson Johnson Jones Keller King Klein Koch Lee Lewis Lovelace Martin "
    "Meyer Miller Mitchell Moore Morgan Morris Nelson Parker Phillips Richter Roberts Robinson Rossi Schmidt "
    "Schneider Scott Smith Stewart Taylor Thompson Turing Turner Vogel Wagner Walker Weber White Williams Wilson "
    "Wolf Wood Wright Young Zimmermann").split()
ACCENTED = "André Björn Chloé Émile Gül Håkon Inês Jörg José László Łukasz Noémi René Søren Šárka Zoë".split()
ACCENTED_LAST = (
    "Ångström Çelik Dvořák Fernández Gärtner Günther Hernández Jørgensen Kovács Lefèvre Müller Núñez Öztürk "
    "Pérez Strauß Šimek Wałęsa Żukowski").split()
HAN_LAST = [
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"),
    ("黄", "huang"), ("周", "zhou"), ("吴", "wu"), ("徐", "xu"), ("孙", "sun"), ("马", "ma"), ("朱", "zhu"),
    ("欧阳", "ouyang")]
HAN = [
    ("伟", "wei"), ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("丽", "li"), ("强", "qiang"),
    ("磊", "lei"), ("军", "jun"), ("洋", "yang"), ("勇", "yong"), ("艳", "yan"), ("杰", "jie"), ("娟", "juan"),
    ("涛", "tao"), ("明", "ming"), ("超", "chao"), ("秀", "xiu"), ("霞", "xia"), ("平", "ping"), ("刚", "gang"),
    ("桂", "gui"), ("英", "ying"), ("小", "xiao"), ("文", "wen"), ("华", "hua")]
DOMAINS = ["mail.example", "mail.example", "mail.example", "post.example.org", "web.example.de", "qq.example.cn"]


# As Sources/Membership/SearchText.swift says; lists.py compares it with what usher.cgi stores.

LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ"})


def folded(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(plain.lower().translate(LETTERS).split())


TOKENS = {}


def token(gram):
    found = TOKENS.get(gram)
    if found is None:
        found = TOKENS[gram] = gram.encode().hex()
    return found


def search_tokens(texts):
    grams = {}
    for text in texts:
        for word in text.split(" "):
            for place, character in enumerate(word):
                if "\u3400" <= character <= "\u9fff":
                    grams[character] = None
                if place + 2 <= len(word):
                    grams[word[place:place + 2]] = None
                if place + 3 <= len(word):
                    grams[word[place:place + 3]] = None
    return [token(gram) for gram in grams]


# Keys


def new_id(generator, moment):
    number, text = moment * 1000 + generator.randrange(1000), ""
    for place in range(8, -1, -1):
        text += SYMBOLS[number >> (5 * place) & 31]
    return text + base64.b32encode(generator.randbytes(10)).translate(TO_CROCKFORD).decode()


def new_digest(generator):
    return base64.urlsafe_b64encode(generator.randbytes(32))[:43].decode()


def invitation_code(generator):
    """As Sources/Membership/InvitationCode.swift makes it: twelve symbols and one by Luhn mod 32."""
    values = [generator.randrange(32) for _ in range(12)]
    total = 0
    for place, value in enumerate(reversed(values)):
        weighed = value * 2 if place % 2 == 0 else value
        total += weighed // 32 + weighed % 32
    text = "".join(SYMBOLS[value] for value in [*values, -total % 32])
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def person(generator, number):
    """A name, and an address that nobody else has."""
    kind = generator.random()
    if kind < 0.6:
        first, last = generator.choice(LATIN), generator.choice(LATIN_LAST)
        name, local = f"{first} {last}", f"{first}.{last}"
    elif kind < 0.8:
        first, last = generator.choice(ACCENTED), generator.choice(ACCENTED_LAST)
        name, local = f"{first} {last}", folded(f"{first}.{last}")
    else:
        last = generator.choice(HAN_LAST)
        given = generator.choices(HAN, k=generator.choice([1, 2, 2]))
        name = last[0] + "".join(han for han, _ in given)
        local = last[1] + "".join(pinyin for _, pinyin in given)
    return name, f"{local}{number}@{generator.choice(DOMAINS)}"


# The site


def make_crowd(site, count):
    """Puts the crowd into a site that `usher init` and `usher admin add` have just made."""
    make(site, count, fill, "applications", [Path(__file__)])


def make(site, count, fill, what, parts):
    """Once, and kept until one of the files changes that say what is made."""
    parts = [*parts, *sorted((REPOSITORY / "Sources/Store").glob("Schema*.swift"))]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:16]
    kept = CACHE / f"{what}-{digest}-{count}.db"
    database = site / "usher.db"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        start = time.time()
        fill(database, count)
        for old in CACHE.glob(f"{what}-*-{count}.db"):
            old.unlink()
        shutil.copy2(database, CACHE / "new")
        (CACHE / "new").rename(kept)
        print(f"A site of {count:,} {what} was made in {time.time() - start:.0f} s.", file=sys.stderr)
    else:
        shutil.copy2(kept, database)


def fill(file, count):
    with filled(file) as database:
        fill_applications(database, random.Random(1), int(time.time()), count)


@contextlib.contextmanager
def filled(file):
    """A database to fill; indexes are made at the end in one go: the same, sooner."""
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -2000000")
    indexes = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL").fetchall()
    database.execute("BEGIN")
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    yield database
    for _, statement in indexes:
        database.execute(statement)
    database.execute("COMMIT")
    if database.execute("PRAGMA foreign_key_check").fetchone():
        sys.exit("The crowd's rows do not fit together.")
    database.close()


def fill_applications(database, generator, now, count):
    inviters = insert_inviters(database, generator, now)
    departments = insert_departments(database, generator, now)
    invitations = make_invitations(generator, count // 10, inviters, departments, now)
    insert_applications(database, generator, count, invitations, now)
    database.executemany(
        "INSERT INTO invitation (id, code, label, label_key, inviter, department, language, requires_approval, "
        "created, not_before, expires, max_uses, uses_reserved, uses_completed, revoked, revoked_by, published) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')", (link.row() for link in invitations))


def insert_inviters(database, generator, now):
    """The administrator who is there, and others."""
    inviters = list(database.execute("SELECT id, name FROM account"))
    for number in range(len(inviters), INVITERS):
        name = f"{LATIN[2 * number]} {LATIN_LAST[3 * number]}"
        inviters.append((new_id(generator, now - (DAYS + 40) * DAY), name))
        insert_account(
            database, inviters[-1][0], f"inviter{number}", name, f"inviter{number}@acme.example", None, 1, "en",
            now - (DAYS + 40) * DAY)
    return inviters


ACCOUNT = (
    "INSERT INTO account (id, login, name, name_key, email, email_key, kind, department, is_administrator, language, "
    "state, password_hash, must_change_password, created, number) "
    "VALUES (?, ?, ?, ?, ?, ?, 'personal', ?, ?, ?, 'active', ?, 0, ?, ?)")


def insert_account(
        database, id, login, name, email, department, is_administrator, language, created, number=None):
    """- Parameter number: the next one, if it is not known."""
    key, email_key = folded(name), email.lower()
    if number is None:
        [(number,)] = database.execute("SELECT COALESCE(MAX(number), 0) + 1 FROM account")
    database.execute(
        ACCOUNT,
        (id, login, name, key, email, email_key, department, is_administrator, language, HASH, created, number))
    database.execute(
        "INSERT INTO account_gram (rowid, tokens) VALUES (?, ?)",
        (number, " ".join(search_tokens([key, email_key, login]))))


def insert_departments(database, generator, now):
    """Ten at the top, each with four below it."""
    departments = []
    for number in range(DEPARTMENTS):
        id, name = new_id(generator, now - (DAYS + 40) * DAY), f"Unit {number}"
        parent = None if number % 5 == 0 else departments[number - number % 5]
        path = name if parent is None else f"{parent[1]} / {name}"
        departments.append((id, path))
        database.execute(
            "INSERT INTO department (id, parent, name) VALUES (?, ?, ?)", (id, parent and parent[0], name))
    return departments


class Link:
    """An invitation; its uses are counted while the applications are made."""

    def __init__(self, generator, number, created, inviter, department, now):
        self.id, self.code = new_id(generator, created), invitation_code(generator)
        self.label = f"{generator.choice(['Stand', 'Poster', 'Étage', '展位'])} {number}"
        self.inviter, self.department = inviter, department
        self.language = generator.choice(["en", "zh-Hans"])
        self.created, self.reserved, self.completed = created, 0, 0
        self.not_before = self.revoked = self.max_uses = None
        self.fills = False
        state = generator.random()
        if state < 0.9:
            self.expires = min(created + 45 * DAY, now - generator.randrange(1, 30 * DAY))
        else:
            self.expires = generator.choice([None, now + generator.randrange(30 * DAY, 900 * DAY)])
            if 0.93 <= state < 0.96:
                self.fills = True
            elif 0.96 <= state < 0.99:
                self.revoked = now - generator.randrange(1, 30 * DAY)
            elif state >= 0.99:
                self.not_before = now + generator.randrange(DAY, 400 * DAY)
                self.expires = self.not_before + 30 * DAY

    def row(self):
        used = self.reserved + self.completed
        limit = max(used, 1) if self.fills else self.max_uses
        # A link that nobody used is full only if somebody did.
        limit = None if self.fills and used == 0 else limit
        return (
            self.id, self.code, self.label, folded(self.label), self.inviter[0], self.department[0], self.language,
            1, self.created, self.not_before, self.expires, limit, self.reserved, self.completed, self.revoked,
            self.inviter[0] if self.revoked else None)


def make_invitations(generator, count, inviters, departments, now):
    start = now - (DAYS + 30) * DAY
    return [
        Link(
            generator, number, start + (DAYS + 30) * DAY * number // count, generator.choice(inviters),
            generator.choice(departments), now)
        for number in range(count)]


def insert_applications(database, generator, count, invitations, now):
    """In the order in which they came; the pending ones are among the last tenth."""
    application = (
        "INSERT INTO application (id, reference, token_digest, invitation, invitation_label, inviter, inviter_name, "
        "department, department_path, requires_approval, name, name_key, email, email_key, language, applied, state, "
        "decided, approver, approver_name, reason, account, number) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    mail = (
        "INSERT INTO mail_outbox (id, kind, account, application, recipient, language, message_id, state, attempts, "
        "next_attempt, gives_up, last_error, created, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)")
    references = set()
    [(accounts,)] = database.execute("SELECT MAX(number) FROM account")
    # A link that very many came through.
    popular = invitations[len(invitations) // 2]
    for number in range(1, count + 1):
        applied = now - DAYS * DAY + DAYS * DAY * number // (count + 1)
        # Made within the 30 days before.
        last = (len(invitations) - 1) * (30 + DAYS * number // (count + 1)) // (DAYS + 30)
        link = popular if generator.random() < 0.01 else invitations[
            max(0, last - generator.randrange(1 + 30 * len(invitations) // (DAYS + 30)))]
        id = new_id(generator, applied)
        reference = id[-8:]
        while reference in references:
            reference = new_id(generator, applied)[-8:]
        references.add(reference)
        reference = f"{reference[:4]}-{reference[4:]}"
        name, email = person(generator, number)
        key, email_key = folded(name), email.lower()
        chance = generator.random()
        decided = min(now, applied + generator.randrange(3 * DAY))
        approver, reason, account = link.inviter, "", None
        if number > count * 0.9 and chance < 0.1:
            state, decided, approver, reason = "pending", None, (None, None), None
            link.reserved += 1
        elif chance < 0.1 + 0.82 * 0.9:
            state, account = "approved", new_id(generator, decided)
            link.completed += 1
            accounts += 1
            insert_account(
                database, account, email_key.partition("@")[0], name, email, link.department[0], 0, link.language,
                decided, accounts)
            failed = generator.random() < 0.001
            entry = new_id(generator, decided)
            database.execute(
                mail,
                (entry, "welcome", account, id, email, link.language, f"{entry}@join.example.org",
                 "failed" if failed else "sent", decided, decided + DAY, "550 no such user" if failed else "",
                 decided, None if failed else decided))
        elif chance < 0.97:
            state, reason = "rejected", generator.choice(["", "Not one of ours", "Unknown to the department"])
        else:
            state, approver = "withdrawn", (None, name)
        database.execute(
            application,
            (id, reference, new_digest(generator), link.id, link.label, *link.inviter, *link.department, name, key,
             email, email_key, link.language, applied, state, decided, *approver, reason, account, number))
        database.execute(
            "INSERT INTO application_gram (rowid, tokens) VALUES (?, ?)",
            (number, " ".join(search_tokens([key, email_key]))))
