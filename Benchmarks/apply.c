// What usher.cgi is measured against: one application through a link that asks for approval, by the same
// statements in the same order, through the same write gate, with the same answer, in plain C.
//
// In comes a POST of a form (RFC 3875), out goes a 303 to the applicant's page. Whatever else usher.cgi can
// answer is a bare status here. apply.py builds it, and compares its statements with usher.cgi's.

#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_BODY = 64 * 1024, LONGEST_NAME = 800, LONGEST_EMAIL = 254, SCHEMA_VERSION = 1 };

static const char BASE32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void answer(const char *text)
{
    size_t rest = strlen(text);
    while (rest > 0) {
        ssize_t count = write(1, text, rest);
        if (count < 0 && errno != EINTR) return;  // The client has gone.
        if (count > 0) { text += count; rest -= (size_t)count; }
    }
    close(1);
}

static _Noreturn void refuse(const char *status)
{
    char text[200];
    snprintf(text, sizeof text, "Status: %s\r\nContent-Type: text/plain\r\n\r\n%s\n", status, status);
    answer(text);
    exit(0);
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

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
    long length = 0;
    while (length < announced) {
        struct pollfd source = { .fd = 0, .events = POLLIN };
        if (poll(&source, 1, 15000) <= 0) refuse("408 Request Timeout");
        ssize_t count = read(0, body + length, (size_t)(announced - length));
        if (count <= 0) refuse("400 Bad Request");
        length += count;
    }
    if (memchr(body, 0, (size_t)length)) refuse("400 Bad Request");

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

static void base64url(const unsigned char bytes[32], char text[44])
{
    sodium_bin2base64(text, 44, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

// MARK: The site

/// The folder of usher.conf: the program's own, or the one above.
static void find_site(char site[PATH_MAX])
{
    char file[PATH_MAX + 16];
    ssize_t length = readlink("/proc/self/exe", site, PATH_MAX - 1);
    site[length > 0 ? length : 0] = 0;
    char *slash = strrchr(site, '/');
    if (slash) *slash = 0;
    snprintf(file, sizeof file, "%s/usher.conf", site);
    if (access(file, F_OK) == 0) return;
    slash = strrchr(site, '/');
    if (slash) *slash = 0;
}

static void read_configuration(const char *site, char database[PATH_MAX])
{
    char line[PATH_MAX + 16], value[PATH_MAX] = "usher.db";
    snprintf(line, sizeof line, "%s/usher.conf", site);
    FILE *file = fopen(line, "re");
    if (!file) refuse("500 Internal Server Error");
    while (fgets(line, sizeof line, file)) sscanf(line, " database = %4095[^\n]", value);
    fclose(file);
    int length = value[0] == '/'
        ? snprintf(database, PATH_MAX, "%s", value)
        : snprintf(database, PATH_MAX, "%s/%s", site, value);
    if (length >= PATH_MAX) refuse("500 Internal Server Error");
}

// MARK: The database

static sqlite3 *db;

static _Noreturn void fail(void)
{
    fprintf(stderr, "apply: %s\n", sqlite3_errmsg(db));
    refuse("503 Service Unavailable");
}

static void execute(const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) fail();
}

static void open_database(const char *file)
{
    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) fail();
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, 15000);
    // WAL only where SQLite is free of the WAL-reset bug.
    int version = sqlite3_libversion_number();
    int is_safe = version >= 3051003 || (version >= 3050007 && version < 3051000)
        || (version >= 3044006 && version < 3045000);
    char pragmas[200];
    snprintf(pragmas, sizeof pragmas,
        "PRAGMA journal_mode=%s; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF", is_safe ? "WAL" : "TRUNCATE");
    execute(pragmas);
}

/// Values by their kinds: `t` text, `i` integer, `n` NULL, which takes no argument.
static sqlite3_stmt *prepare(const char *text, const char *kinds, ...)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK) fail();
    va_list values;
    va_start(values, kinds);
    for (int place = 1; kinds[place - 1]; place++) {
        const char *value;
        switch (kinds[place - 1]) {
        case 't':
            value = va_arg(values, const char *);
            if (value) sqlite3_bind_text(statement, place, value, (int)strlen(value), SQLITE_TRANSIENT);
            else sqlite3_bind_null(statement, place);
            break;
        case 'i': sqlite3_bind_int64(statement, place, va_arg(values, int64_t)); break;
        default: sqlite3_bind_null(statement, place);
        }
    }
    va_end(values);
    return statement;
}

/// Whether there is a row.
static int step(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
    return code == SQLITE_ROW;
}

/// As usher.cgi does it: statements are kept, and finalised when the database is closed.
static void end(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

static void run(sqlite3_stmt *statement)
{
    while (step(statement)) {}
    end(statement);
}

static int succeeds(sqlite3_stmt *statement)
{
    int found = 0;
    while (step(statement)) found = 1;
    end(statement);
    return found;
}

static void close_database(void)
{
    for (sqlite3_stmt *statement; (statement = sqlite3_next_stmt(db, NULL));) sqlite3_finalize(statement);
    sqlite3_close(db);
}

static char *column(sqlite3_stmt *statement, int place)
{
    const unsigned char *text = sqlite3_column_text(statement, place);
    return text ? strdup((const char *)text) : NULL;
}

static void check_version(void)
{
    sqlite3_stmt *statement = prepare("SELECT MAX(version) FROM schema_version", "");
    int version = step(statement) ? sqlite3_column_int(statement, 0) : 0;
    while (step(statement)) {}
    end(statement);
    if (version != SCHEMA_VERSION) refuse("503 Service Unavailable");
}

typedef struct { char origin[300]; char language[40]; } Settings;

static Settings load_settings(void)
{
    Settings settings = { "http://127.0.0.1:8080", "en" };
    sqlite3_stmt *statement = prepare("SELECT name, value FROM setting ORDER BY name", "");
    while (step(statement)) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *value = (const char *)sqlite3_column_text(statement, 1);
        if (!strcmp(name, "base_address")) {
            const char *host = strstr(value, "://");
            size_t length = host ? strcspn(host + 3, "/") + (size_t)(host + 3 - value) : 0;
            snprintf(settings.origin, sizeof settings.origin, "%.*s", (int)length, value);
        } else if (!strcmp(name, "language")) {
            snprintf(settings.language, sizeof settings.language, "%s", value);
        } else if (!strcmp(name, "time_zone")) {
            char zone[300];
            snprintf(zone, sizeof zone, "/usr/share/zoneinfo/%s", value);
            access(zone, R_OK);  // usher.cgi takes a zone only where the host has it.
        }
    }
    end(statement);
    return settings;
}

typedef struct {
    char *id, *label, *inviter_name, *department, *department_path;
    int requires_approval;
} Invitation;

static void add_department_path(Invitation *invitation)
{
    invitation->department_path = strdup("");
    if (!invitation->department) return;
    sqlite3_stmt *statement = prepare(
        "WITH RECURSIVE up (name, parent, depth) AS (\n"
        "  SELECT name, parent, 0 FROM department WHERE id = $1\n"
        "  UNION ALL\n"
        "  SELECT above.name, above.parent, up.depth + 1\n"
        "  FROM department above JOIN up ON above.id = up.parent\n"
        ")\n"
        "SELECT name FROM up ORDER BY depth DESC", "t", invitation->department);
    while (step(statement)) {
        char *path;
        const char *separator = *invitation->department_path ? " / " : "";
        if (asprintf(&path, "%s%s%s", invitation->department_path, separator,
                (const char *)sqlite3_column_text(statement, 0)) < 0) fail();
        free(invitation->department_path);
        invitation->department_path = path;
    }
    end(statement);
}

/// The link of that code, if it is active.
static Invitation find_invitation(const char *code, time_t now)
{
    sqlite3_stmt *statement = prepare(
        "SELECT invitation.id, code, label, inviter, account.name, invitation.department, invitation.language,\n"
        "requires_approval, invitation.created, not_before, expires, max_uses, uses_reserved,\n"
        "uses_completed, revoked FROM invitation JOIN account ON account.id = invitation.inviter "
        "WHERE code = $1", "t", code);
    if (!step(statement)) refuse("404 Not Found");
    int is_null[15];
    int64_t number[15];
    for (int place = 7; place < 15; place++) {
        is_null[place] = sqlite3_column_type(statement, place) == SQLITE_NULL;
        number[place] = sqlite3_column_int64(statement, place);
    }
    Invitation invitation = {
        .id = column(statement, 0), .label = column(statement, 2), .inviter_name = column(statement, 4),
        .department = column(statement, 5), .requires_approval = (int)number[7],
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
static int pass_gate(const char *database)
{
    char file[PATH_MAX + 8];
    snprintf(file, sizeof file, "%s.gate", database);
    int gate = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (gate < 0) refuse("500 Internal Server Error");
    if (flock(gate, LOCK_EX | LOCK_NB) != 0 && flock(gate, LOCK_EX) != 0) refuse("503 Service Unavailable");
    return gate;
}

/// Takes one use and inserts the application, in one transaction. What `exit` leaves open is rolled back.
static void apply(
    const char *database, const Invitation *invitation, const char *name, const char *email,
    const char *language, const char *digest, time_t now)
{
    char id[26], audit[26], reference[10], key[LONGEST_EMAIL + 1];
    new_id(id);
    spell(random_number(), 8, reference);
    memmove(reference + 5, reference + 4, 4);
    reference[4] = '-';
    reference[9] = 0;
    size_t length = strlen(email);
    for (size_t place = 0; place <= length; place++) key[place] = (char)tolower((unsigned char)email[place]);

    int gate = pass_gate(database);
    execute("BEGIN IMMEDIATE");
    if (succeeds(prepare(
            "SELECT id, login, name, email, kind, department, is_administrator, language, state, "
            "must_change_password, created FROM account\n"
            "WHERE email_key = $1 AND kind = 'personal' AND state <> 'removed'", "t", key))
        || succeeds(prepare(
            "SELECT 1 FROM application WHERE email_key = $1 AND state = 'pending'", "t", key)))
        refuse("501 Not Implemented");
    if (!succeeds(prepare(
            "UPDATE invitation SET\n"
            "  uses_reserved = uses_reserved + $1,\n"
            "  uses_completed = uses_completed + $2\n"
            "WHERE id = $3 AND requires_approval = $4 AND revoked IS NULL\n"
            "  AND (not_before IS NULL OR not_before <= $5)\n"
            "  AND (expires IS NULL OR expires > $6)\n"
            "  AND (max_uses IS NULL OR uses_reserved + uses_completed < max_uses)\n"
            "RETURNING CASE WHEN uses_reserved + uses_completed >= max_uses THEN 1 ELSE 0 END",
            "iitiii", (int64_t)1, (int64_t)0, invitation->id, (int64_t)1, (int64_t)now,
            (int64_t)now)))
        refuse("410 Gone");
    run(prepare(
        "INSERT INTO application (id, reference, token_digest, invitation, invitation_label,\n"
        "  inviter_name, department, department_path, requires_approval, name, email, email_key,\n"
        "  language, applied, state, decided, approver_name, reason)\n"
        "VALUES ($1, $2, $3,\n"
        "  $4, $5, $6,\n"
        "  $7, $8,\n"
        "  $9, $10, $11,\n"
        "  $12, $13, $14,\n"
        "  $15, $16, $17,\n"
        "  $18)", "ttttttttittttitnnn", id, reference, digest, invitation->id, invitation->label,
        invitation->inviter_name, invitation->department, invitation->department_path, (int64_t)1, name,
        email, key, language, (int64_t)now, "pending"));
    new_id(audit);
    run(prepare(
        "INSERT INTO audit_log (id, at, actor, verb, subject_kind, subject)\n"
        "VALUES ($1, $2, $3, $4, $5, $6)", "titttt", audit, (int64_t)now, "applicant", "apply",
        "application", id));
    execute("COMMIT");
    flock(gate, LOCK_UN);
}

int main(void)
{
    umask(077);
    alarm(60);
    signal(SIGPIPE, SIG_IGN);
    time_t now = time(NULL);
    char site[PATH_MAX], database[PATH_MAX], code[16];
    find_site(site);
    if (strcmp(variable("REQUEST_METHOD"), "POST") != 0) refuse("405 Method Not Allowed");
    if (strcmp(variable("PATH_INFO"), "/apply") != 0) refuse("404 Not Found");
    Form form = read_form();
    read_configuration(site, database);
    open_database(database);
    check_version();
    Settings settings = load_settings();
    if (strcmp(variable("HTTP_SEC_FETCH_SITE"), "same-origin") != 0) refuse("403 Forbidden");

    if (!fold_code(form.code, code)) refuse("404 Not Found");
    Invitation invitation = find_invitation(code, now);
    char *name = trimmed(form.name), *email = trimmed(form.email);
    if (!*name || strlen(name) > LONGEST_NAME || !is_email(email)) refuse("422 Unprocessable Content");

    unsigned char bytes[32], hash[32];
    char token[44], digest[44];
    randombytes_buf(bytes, sizeof bytes);
    base64url(bytes, token);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token), NULL, 0);
    base64url(hash, digest);

    apply(database, &invitation, name, email, settings.language, digest, now);
    close_database();

    char text[2000];
    snprintf(text, sizeof text,
        "Status: 303 See Other\r\n"
        "Location: %s%s/application/%s\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: same-origin\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Cache-Control: no-store\r\n"
        "%s\r\n",
        settings.origin, variable("SCRIPT_NAME"), token,
        strncmp(settings.origin, "https:", 6) ? "" : "Strict-Transport-Security: max-age=31536000\r\n");
    answer(text);
    return 0;
}
