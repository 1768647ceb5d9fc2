// What the C programs that usher.cgi is measured against share: CGI and FastCGI; the site, its settings and its
// database, opened with the same pragmas, each statement kept as usher.cgi keeps it.
//
// A program answers one request and ends, or speaks FastCGI where its standard input is a listening socket: then the
// database stays open with its statements prepared, and so does the write gate's file.

#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcgiapp.h>
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

enum { SCHEMA_VERSION = 6 };

// MARK: The request

static int is_cgi;
static FCGX_Request request;

static void answer(const char *text, size_t length)
{
    if (!is_cgi) { FCGX_PutStr(text, (int)length, request.out); return; }
    while (length > 0) {
        ssize_t count = write(1, text, length);
        if (count < 0 && errno != EINTR) return;  // The client has gone.
        if (count > 0) { text += count; length -= (size_t)count; }
    }
    close(1);
}

/// No request that is measured is refused, so that the process may end, which rolls back what it has begun.
static _Noreturn void refuse(const char *status)
{
    char text[200];
    answer(text, (size_t)snprintf(text, sizeof text,
        "Status: %s\r\nContent-Type: text/plain\r\n\r\n%s\n", status, status));
    if (!is_cgi) FCGX_Finish_r(&request);
    exit(0);
}

static const char *variable(const char *name)
{
    const char *value = FCGX_GetParam(name, is_cgi ? environ : request.envp);
    return value ? value : "";
}

static void read_body(char *body, long length)
{
    if (!is_cgi) {
        if (FCGX_GetStr(body, (int)length, request.in) != length) refuse("400 Bad Request");
        return;
    }
    for (ssize_t count; length > 0; body += count, length -= count) {
        struct pollfd source = { .fd = 0, .events = POLLIN };
        if (poll(&source, 1, 15000) <= 0) refuse("408 Request Timeout");
        count = read(0, body, (size_t)length);
        if (count <= 0) refuse("400 Bad Request");
    }
}

/// Texts that last as long as the request.
static char texts[1 << 19];
static size_t texts_length;

static char *keep(const char *text, size_t length)
{
    if (texts_length + length >= sizeof texts) refuse("500 Internal Server Error");
    char *kept = memcpy(texts + texts_length, text, length);
    kept[length] = 0;
    texts_length += length + 1;
    return kept;
}

/// One request, or each in turn until the process is killed.
static void serve(void (*respond)(void))
{
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    is_cgi = FCGX_IsCGI();
    if (is_cgi) {
        alarm(60);
        respond();
        return;
    }
    if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0) exit(1);
    while (FCGX_Accept_r(&request) == 0) {
        alarm(60);
        texts_length = 0;
        respond();
        FCGX_Finish_r(&request);
        alarm(0);
    }
}

// MARK: Secrets

static void base64url(const unsigned char bytes[32], char text[44])
{
    sodium_bin2base64(text, 44, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/// As the database has a token.
static void digest_of(const char *token, char digest[44])
{
    unsigned char hash[32];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token), NULL, 0);
    base64url(hash, digest);
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
    fprintf(stderr, "%s\n", sqlite3_errmsg(db));
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

/// Kept for the next of the same text, as usher.cgi does.
static sqlite3_stmt *prepared[30];
static int prepared_count;

/// Values by their kinds: `t` text, `i` integer, `n` NULL, which takes no argument.
static sqlite3_stmt *prepare(const char *text, const char *kinds, ...)
{
    sqlite3_stmt *statement = NULL;
    for (int place = 0; place < prepared_count && !statement; place++)
        if (!strcmp(sqlite3_sql(prepared[place]), text)) statement = prepared[place];
    if (!statement) {
        if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK) fail();
        if (prepared_count == sizeof prepared / sizeof *prepared) refuse("500 Internal Server Error");
        prepared[prepared_count++] = statement;
    }
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

/// The statement is kept.
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

static char *column(sqlite3_stmt *statement, int place)
{
    const char *text = (const char *)sqlite3_column_text(statement, place);
    return text ? keep(text, (size_t)sqlite3_column_bytes(statement, place)) : NULL;
}

static int64_t first_integer(sqlite3_stmt *statement)
{
    int64_t number = step(statement) ? sqlite3_column_int64(statement, 0) : 0;
    while (step(statement)) {}
    end(statement);
    return number;
}

static void check_version(void)
{
    int64_t version = first_integer(prepare("SELECT MAX(version) FROM schema_version", ""));
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
            char zone[300], variable[302];
            snprintf(zone, sizeof zone, "/usr/share/zoneinfo/%s", value);
            if (access(zone, R_OK) != 0) continue;  // usher.cgi takes a zone only where the host has it.
            snprintf(variable, sizeof variable, ":%s", value);
            setenv("TZ", variable, 1);
        }
    }
    end(statement);
    return settings;
}

// MARK: Opening

static char site[PATH_MAX], database[PATH_MAX];

static int is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/// Whether nothing was changed since the request before, so that what it read is kept.
static int is_unchanged;

/// The first request opens the site, and each looks whether it is still that, and whether anything was changed in it, its
/// schema and its settings too; where usher.cgi would open it anew, this one refuses.
static Settings open_site(void)
{
    static int64_t others = -1, own;
    static Settings settings;
    static struct stat configuration_before, database_before;
    char file[PATH_MAX + 16];
    struct stat status;
    int is_first = !db;
    if (is_first) {
        find_site(site);
        read_configuration(site, database);
        open_database(database);
    }
    snprintf(file, sizeof file, "%s/usher.conf", site);
    if (stat(file, &status) != 0) refuse("500 Internal Server Error");
    if (is_first) configuration_before = status;
    if (!is_same(&status, &configuration_before) || status.st_size != configuration_before.st_size
        || status.st_mtime != configuration_before.st_mtime) refuse("501 Not Implemented");
    if (stat(database, &status) != 0) refuse("500 Internal Server Error");
    if (is_first) database_before = status;
    if (!is_same(&status, &database_before)) refuse("501 Not Implemented");
    is_unchanged = 0;
    if (!is_first) {
        int64_t found = first_integer(prepare("PRAGMA data_version", "")), changes = sqlite3_total_changes64(db);
        is_unchanged = found == others && changes == own;
        others = found;
        own = changes;
    }
    if (is_unchanged) return settings;
    check_version();
    return settings = load_settings();
}

// MARK: Who is signed in

typedef struct { char *id, *login, *name, *department; int is_administrator; } Account;

/// By the session's cookie; nobody without one is answered here.
static __attribute__((unused)) Account sign_in(time_t now)
{
    static const char name[] = "__Host-usher=";
    char digest[44], token[44];
    Account account = { 0 };
    const char *cookie = strstr(variable("HTTP_COOKIE"), name);
    if (!cookie) refuse("403 Forbidden");
    snprintf(token, sizeof token, "%.43s", cookie + sizeof name - 1);
    digest_of(token, digest);
    sqlite3_stmt *statement = prepare(
        "SELECT id, login, name, email, kind, department, is_administrator, language, state, "
        "must_change_password, created, seen, access FROM account JOIN (\n"
        "  SELECT account AS owner, seen, access FROM session WHERE token_digest = $1\n"
        "    AND seen > $2 AND created > $3\n"
        "    AND awaits_code = 0\n"
        ") live ON live.owner = account.id\n"
        "WHERE state || '' = 'active'", "tii", digest, (int64_t)now - 1800, (int64_t)now - 28800);
    while (step(statement))
        account = (Account){
            column(statement, 0), column(statement, 1), column(statement, 2), column(statement, 5),
            sqlite3_column_int(statement, 6) };
    end(statement);
    if (!account.id) refuse("403 Forbidden");
    return account;
}
