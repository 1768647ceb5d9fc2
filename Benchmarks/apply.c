// What usher.cgi is measured against: one application through a link that asks for approval, by the same
// statements in the same order, through the same write gate, with the same answer, in plain C.
//
// In comes a POST of a form (RFC 3875), out goes a 303 to the applicant's page. Whatever else usher.cgi can
// answer is a bare status here. apply.py and requests.py build it, and compare its statements with usher.cgi's.

#include "site.h"

enum {
    LONGEST_BODY = 64 * 1024, LONGEST_NAME = 800, LONGEST_EMAIL = 254,
    LINK_QUOTA = 20, ADDRESS_QUOTA = 20,
};

static const char BASE32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// MARK: The form

typedef struct { char *code, *name, *email; } Form;

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    int lower = digit | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// In place: `+` and `%XX`. A NUL would end the text early, so that it is refused.
static char *decode(char *text)
{
    char *to = text;
    for (char *from = text; *from; from++) {
        char byte = *from == '+' ? ' ' : *from;
        if (*from == '%' && hex_value(from[1]) >= 0 && hex_value(from[2]) >= 0) {
            byte = (char)(hex_value(from[1]) << 4 | hex_value(from[2]));
            from += 2;
            if (byte == 0) refuse("400 Bad Request");
        }
        *to++ = byte;
    }
    *to = 0;
    return text;
}

static Form read_form(void)
{
    static char body[LONGEST_BODY + 1];
    long announced = *variable("CONTENT_LENGTH") ? atol(variable("CONTENT_LENGTH")) : -1;
    if (announced < 0 || announced > LONGEST_BODY) refuse("413 Content Too Large");
    if (strncasecmp(variable("CONTENT_TYPE"), "application/x-www-form-urlencoded", 33) != 0)
        refuse("415 Unsupported Media Type");
    read_body(body, announced);
    body[announced] = 0;
    if (memchr(body, 0, (size_t)announced)) refuse("400 Bad Request");

    Form form = { 0 };
    char *rest = body;
    for (char *pair; (pair = strsep(&rest, "&"));) {
        char *value = strchr(pair, '=');
        if (value) *value++ = 0; else value = pair + strlen(pair);
        decode(pair);
        char **field = !strcmp(pair, "code") ? &form.code
            : !strcmp(pair, "name") ? &form.name
            : !strcmp(pair, "email") ? &form.email : NULL;
        if (!field) continue;
        if (*field) refuse("400 Bad Request");
        *field = decode(value);
    }
    if (!form.code || !form.name || !form.email) refuse("422 Unprocessable Content");
    return form;
}

static char *trimmed(char *text)
{
    while (isspace((unsigned char)*text)) text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) text[--length] = 0;
    return text;
}

static int is_email(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || strchr(at + 1, '@') || !strchr(at, '.')) return 0;
    for (const char *byte = text; *byte; byte++)
        if (*byte <= ' ' || *byte == 0x7F) return 0;  // Bytes above 0x7F are negative.
    return strlen(text) <= LONGEST_EMAIL;
}

/// The code in its own spelling; false where the check character (Luhn mod 32) does not fit.
static int fold_code(const char *typed, char code[16])
{
    int values[13], count = 0;
    for (; *typed; typed++) {
        if (*typed == '-' || *typed == ' ') continue;
        int upper = toupper((unsigned char)*typed);
        if (upper == 'O') upper = '0';
        if (upper == 'I' || upper == 'L') upper = '1';
        const char *place = strchr(BASE32, upper);
        if (!place || count == 13) return 0;
        values[count++] = (int)(place - BASE32);
    }
    if (count != 13) return 0;
    int sum = 0;
    for (int i = 0; i < 12; i++) {
        int weighed = i % 2 == 1 ? values[i] * 2 : values[i];
        sum += weighed / 32 + weighed % 32;
    }
    if (values[12] != (32 - sum % 32) % 32) return 0;
    char *to = code;
    for (int i = 0; i < 13; i++) {
        if (i == 4 || i == 8) *to++ = '-';
        *to++ = BASE32[values[i]];
    }
    *to = 0;
    return 1;
}

// MARK: What the search needs

/// Case folded, white space as one space between words. Of names in ASCII alone: usher.cgi folds accents too.
static void fold(const char *name, char *key)
{
    int is_after_space = 0;
    char *to = key;
    for (; *name; name++) {
        if (*name & 0x80) refuse("501 Not Implemented");
        if (isspace((unsigned char)*name)) { is_after_space = 1; continue; }
        if (is_after_space && to > key) *to++ = ' ';
        is_after_space = 0;
        *to++ = (char)tolower((unsigned char)*name);
    }
    *to = 0;
}

/// Each two and three neighbours within a word, each once, in hexadecimal.
static const char *search_tokens(const char *name, const char *email)
{
    static char tokens[7 * 2 * (LONGEST_NAME + LONGEST_EMAIL) + 1];
    static unsigned char seen[1 << 21 >> 3];  // 7 bits a character
    int grams[2 * 2 * (LONGEST_NAME + LONGEST_EMAIL)], gram_count = 0;
    static const char digits[] = "0123456789abcdef";
    const char *texts[] = { name, email };
    char *to = tokens;
    for (int text = 0; text < 2; text++)
        for (const char *from = texts[text]; *from; from++)
            for (int length = 2; length <= 3; length++) {
                int gram = 0, place = 0;
                for (; place < length && from[place] && from[place] != ' '; place++) gram = gram << 7 | from[place];
                if (place < length || *from == ' ' || seen[gram >> 3] & 1 << (gram & 7)) continue;
                seen[gram >> 3] |= (unsigned char)(1 << (gram & 7));
                grams[gram_count++] = gram;
                if (to > tokens) *to++ = ' ';
                for (place = 0; place < length; place++) {
                    *to++ = digits[from[place] >> 4];
                    *to++ = digits[from[place] & 15];
                }
            }
    *to = 0;
    while (gram_count > 0) seen[grams[--gram_count] >> 3] = 0;
    return tokens;
}

// MARK: Ids and secrets

static void spell(uint64_t number, int characters, char *to)
{
    for (int place = characters - 1; place >= 0; place--) *to++ = BASE32[number >> (5 * place) & 31];
}

static uint64_t random_number(void)
{
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number) refuse("500 Internal Server Error");
    return number;
}

/// 45 bits of milliseconds and 80 random bits.
static void new_id(char id[26])
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    spell((uint64_t)(now.tv_sec * 1000 + now.tv_nsec / 1000000), 9, id);
    spell(random_number(), 8, id + 9);
    spell(random_number(), 8, id + 17);
    id[25] = 0;
}

typedef struct {
    char *id, *code, *label, *inviter, *inviter_name, *department, *department_path;
    int requires_approval;
} Invitation;

static void add_department_path(Invitation *invitation)
{
    char path[2000] = "";
    invitation->department_path = "";
    if (!invitation->department) return;
    sqlite3_stmt *statement = prepare(
        "WITH RECURSIVE up (id, name, parent, depth) AS (\n"
        "  SELECT id, name, parent, 0 FROM department WHERE id = $1\n"
        "  UNION ALL\n"
        "  SELECT above.id, above.name, above.parent, up.depth + 1\n"
        "  FROM department above JOIN up ON above.id = up.parent\n"
        ")\n"
        "SELECT id, name FROM up ORDER BY depth DESC", "t", invitation->department);
    while (step(statement)) {
        size_t length = strlen(path);
        snprintf(path + length, sizeof path - length, "%s%s", length ? " / " : "",
            (const char *)sqlite3_column_text(statement, 1));
    }
    end(statement);
    invitation->department_path = keep(path, strlen(path));
}

/// The link of that code, if it is active.
static Invitation find_invitation(const char *code, time_t now)
{
    sqlite3_stmt *statement = prepare(
        "SELECT invitation.id, code, label, inviter, account.name, invitation.department, invitation.language,\n"
        "requires_approval, invitation.created, not_before, expires, max_uses, uses_reserved,\n"
        "uses_completed, revoked, printed FROM invitation JOIN account ON account.id = invitation.inviter "
        "WHERE code = $1", "t", code);
    if (!step(statement)) refuse("404 Not Found");
    int is_null[15];
    int64_t number[15];
    for (int place = 7; place < 15; place++) {
        is_null[place] = sqlite3_column_type(statement, place) == SQLITE_NULL;
        number[place] = sqlite3_column_int64(statement, place);
    }
    Invitation invitation = {
        .id = column(statement, 0), .code = column(statement, 1), .label = column(statement, 2),
        .inviter = column(statement, 3), .inviter_name = column(statement, 4), .department = column(statement, 5), .requires_approval = (int)number[7],
    };
    while (step(statement)) {}
    end(statement);
    add_department_path(&invitation);
    int is_active = is_null[14]                                          // revoked
        && (is_null[10] || number[10] > now)                             // expires
        && (is_null[9] || number[9] <= now)                              // not_before
        && (is_null[11] || number[12] + number[13] < number[11]);        // uses
    if (!is_active) refuse("410 Gone");
    if (!invitation.requires_approval) refuse("501 Not Implemented");
    return invitation;
}

/// One writer at a time: the kernel's queue, bounded by the alarm of the whole process.
static int pass_gate(void)
{
    static int gate = -1;
    char file[PATH_MAX + 8];
    snprintf(file, sizeof file, "%s.gate", database);
    if (gate < 0) gate = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (gate < 0) refuse("500 Internal Server Error");
    if (flock(gate, LOCK_EX | LOCK_NB) != 0 && flock(gate, LOCK_EX) != 0) refuse("503 Service Unavailable");
    return gate;
}

/// How many came from there within ten minutes, with this one.
static int64_t take_quota(const char *subject, time_t now)
{
    return first_integer(prepare(
        "INSERT INTO quota (subject, since, taken) VALUES ($1, $2, 1)\n"
        "ON CONFLICT (subject) DO UPDATE SET\n"
        "  taken = CASE WHEN quota.since <= $3 THEN 1 ELSE quota.taken + 1 END,\n"
        "  since = CASE WHEN quota.since <= $4 THEN excluded.since ELSE quota.since END\n"
        "RETURNING taken, since", "tiii", subject, (int64_t)now, (int64_t)now - 600, (int64_t)now - 600));
}

/// Each line's digest covers the line before it.
static void append_audit(
    const char *actor, const char *verb, const char *kind, const char *subject, time_t now)
{
    char id[26], previous[44] = "", digest[44], line[500];
    sqlite3_stmt *statement = prepare("SELECT number, digest FROM audit_head", "");
    int64_t number = step(statement) ? sqlite3_column_int64(statement, 0) + 1 : 1;
    snprintf(previous, sizeof previous, "%s", (const char *)sqlite3_column_text(statement, 1));
    while (step(statement)) {}
    end(statement);
    new_id(id);
    snprintf(
        line, sizeof line, "%s\x1F%lld\x1F%s\x1F%lld\x1F%s\x1F%s\x1F%s\x1F%s", previous, (long long)number, id,
        (long long)now, actor, verb, kind, subject);
    digest_of(line, digest);
    run(prepare(
        "INSERT INTO audit_log (id, at, actor, verb, subject_kind, subject, number, digest)\n"
        "VALUES ($1, $2, $3, $4, $5, $6,\n"
        "  $7, $8)", "tittttit", id, (int64_t)now, actor, verb, kind, subject, number, digest));
    run(prepare("UPDATE audit_head SET number = $1, digest = $2", "it", number, digest));
}

/// Takes one use and inserts the application, in one transaction. What `exit` leaves open is rolled back.
static void apply(
    const Invitation *invitation, const char *name, const char *email, const char *language, const char *digest,
    time_t now)
{
    char id[26], reference[10], key[LONGEST_EMAIL + 1], name_key[LONGEST_NAME + 1], subject[100];
    new_id(id);
    spell(random_number(), 8, reference);
    memmove(reference + 5, reference + 4, 4);
    reference[4] = '-';
    reference[9] = 0;
    size_t length = strlen(email);
    for (size_t place = 0; place <= length; place++) key[place] = (char)tolower((unsigned char)email[place]);
    fold(name, name_key);

    int gate = pass_gate();
    execute("BEGIN IMMEDIATE");
    snprintf(subject, sizeof subject, "link %s", invitation->code);
    if (take_quota(subject, now) > LINK_QUOTA) refuse("501 Not Implemented");
    snprintf(subject, sizeof subject, "apply %s", variable("REMOTE_ADDR"));
    if (*variable("REMOTE_ADDR") && take_quota(subject, now) > ADDRESS_QUOTA) refuse("429 Too Many Requests");
    if (succeeds(prepare(
            "SELECT id, login, name, email, kind, department, is_administrator, language, state, "
            "must_change_password, created FROM account\n"
            "WHERE email_key = $1 AND kind = 'personal' AND state <> 'removed'", "t", key))
        || succeeds(prepare(
            "SELECT 1 FROM application\n"
            "WHERE email_key = $1 AND state = 'pending' AND id <> $2", "tt", key, "")))
        refuse("501 Not Implemented");
    if (!succeeds(prepare(
            "UPDATE invitation SET\n"
            "  uses_reserved = uses_reserved + $1,\n"
            "  uses_completed = uses_completed + $2\n"
            "WHERE id = $3 AND requires_approval = $4 AND revoked IS NULL\n"
            "  AND COALESCE(department, '') = $5\n"
            "  AND (not_before IS NULL OR not_before <= $6)\n"
            "  AND (expires IS NULL OR expires > $7)\n"
            "  AND (max_uses IS NULL OR uses_reserved + uses_completed < max_uses)\n"
            "RETURNING CASE WHEN uses_reserved + uses_completed >= max_uses THEN 1 ELSE 0 END",
            "iititii", (int64_t)1, (int64_t)0, invitation->id, (int64_t)1,
            invitation->department ? invitation->department : "", (int64_t)now, (int64_t)now)))
        refuse("410 Gone");
    sqlite3_stmt *statement = prepare(
        "INSERT INTO application (id, reference, token_digest, invitation, invitation_label, inviter,\n"
        "  inviter_name, department, department_path, requires_approval, name, name_key, email,\n"
        "  email_key, language, applied, state, decided, approver_name, reason, number)\n"
        "VALUES ($1, $2, $3,\n"
        "  $4, $5, $6,\n"
        "  $7, $8, $9,\n"
        "  $10, $11, $12,\n"
        "  $13, $14, $15,\n"
        "  $16, $17, $18,\n"
        "  $19, $20,\n"
        "  (SELECT COALESCE(MAX(number), 0) + 1 FROM application))\n"
        "RETURNING number", "tttttttttitttttitnnn", id, reference, digest, invitation->id,
        invitation->label, invitation->inviter, invitation->inviter_name, invitation->department,
        invitation->department_path, (int64_t)1, name, name_key, email, key, language, (int64_t)now, "pending");
    int64_t number = first_integer(statement);
    run(prepare(
        "INSERT INTO application_gram (rowid, tokens) VALUES ($1, $2)", "it", number,
        search_tokens(name_key, key)));
    append_audit("applicant", "apply", "application", id, now);
    // Nobody is told of it.
    if (succeeds(prepare("SELECT id, address, events, state, created FROM webhook WHERE state = 'active' ORDER BY id", "")))
        refuse("501 Not Implemented");
    execute("COMMIT");
    flock(gate, LOCK_UN);
}

static void respond(void)
{
    time_t now = time(NULL);
    char code[16];
    if (strcmp(variable("REQUEST_METHOD"), "POST") != 0) refuse("405 Method Not Allowed");
    if (strcmp(variable("PATH_INFO"), "/apply") != 0) refuse("404 Not Found");
    Form form = read_form();
    Settings settings = open_site();
    if (strcmp(variable("HTTP_SEC_FETCH_SITE"), "same-origin") != 0) refuse("403 Forbidden");

    if (!fold_code(form.code, code)) refuse("404 Not Found");
    Invitation invitation = find_invitation(code, now);
    char *name = trimmed(form.name), *email = trimmed(form.email);
    if (!*name || strlen(name) > LONGEST_NAME || !is_email(email)) refuse("422 Unprocessable Content");

    unsigned char bytes[32];
    char token[44], digest[44];
    randombytes_buf(bytes, sizeof bytes);
    base64url(bytes, token);
    digest_of(token, digest);

    apply(&invitation, name, email, settings.language, digest, now);

    char text[2000];
    answer(text, (size_t)snprintf(text, sizeof text,
        "Status: 303 See Other\r\n"
        "Location: %s%s/application/%s\r\n"
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: same-origin\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Cache-Control: no-store\r\n"
        "%s\r\n",
        settings.origin, variable("SCRIPT_NAME"), token,
        strncmp(settings.origin, "https:", 6) ? "" : "Strict-Transport-Security: max-age=31536000\r\n"));
}

int main(void)
{
    serve(respond);
    return 0;
}
