// What `auth` is measured against: who is signed in, to which departments the person belongs and what he holds, by the
// same statements, in plain C. Requirements and whatever else usher.cgi can answer are left out.

#include "site.h"

static char head[1 << 16];
static size_t head_length;

static void add(const char *text)
{
    size_t length = strlen(text);
    if (head_length + length >= sizeof head) refuse("500 Internal Server Error");
    memcpy(head + head_length, text, length);
    head_length += length;
}

/// RFC 3986, section 2.3: what is unreserved stays.
static void add_encoded(const char *text)
{
    char part[4];
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if ((isalnum(byte) && byte < 0x80) || (byte && strchr("-._~", byte))) snprintf(part, sizeof part, "%c", byte);
        else snprintf(part, sizeof part, "%%%02X", byte);
        add(part);
    }
}

enum { MOST = 100 };

typedef struct { char *id, *kind, *name; int64_t depth; } Part;

static Part parts[MOST];
static int part_count;

static void read_parts(const Account *account)
{
    part_count = 0;
    sqlite3_stmt *statement = prepare(
        "WITH RECURSIVE up (id, parent, name, depth) AS (\n"
        "  SELECT id, parent, name, 0 FROM department WHERE id = $1\n"
        "  UNION ALL\n"
        "  SELECT above.id, above.parent, above.name, up.depth + 1\n"
        "  FROM department above JOIN up ON above.id = up.parent\n"
        ")\n"
        "SELECT id, 'department', name, depth FROM up\n"
        "UNION ALL\n"
        "SELECT holding.id, holding.kind, holding.name, 0\n"
        "FROM account_holding JOIN holding ON holding.id = account_holding.holding\n"
        "WHERE account_holding.account = $2", account->department ? "tt" : "nt",
        account->department ? account->department : account->id, account->id);
    while (step(statement)) {
        if (part_count == MOST) refuse("501 Not Implemented");
        parts[part_count++] = (Part){
            column(statement, 0), column(statement, 1), column(statement, 2), sqlite3_column_int64(statement, 3) };
    }
    end(statement);
}

static int in_order(const void *one, const void *other)
{
    const Part *first = one, *second = other;
    if (first->depth != second->depth) return first->depth > second->depth ? -1 : 1;
    return strcasecmp(first->name, second->name);
}

/// Its own first, then each above it.
static void add_departments(void)
{
    char path[1 << 14] = "";
    size_t length = 0, ends[MOST];
    int depth = 0;
    for (int place = 0; place < part_count; place++) {
        if (strcmp(parts[place].kind, "department")) continue;
        length += (size_t)snprintf(path + length, sizeof path - length, "%s%s", depth ? " / " : "", parts[place].name);
        if (length >= sizeof path) refuse("500 Internal Server Error");
        ends[depth++] = length;
    }
    for (int place = depth - 1; place >= 0; place--) {
        path[ends[place]] = 0;
        add_encoded(path);
        if (place) add(",");
    }
}

static void add_held(const char *kind)
{
    for (int place = 0, shown = 0; place < part_count; place++) {
        if (strcmp(parts[place].kind, kind)) continue;
        if (shown++) add(",");
        add_encoded(parts[place].name);
    }
}

static void respond(void)
{
    time_t now = time(NULL);
    if (strcmp(variable("REQUEST_METHOD"), "GET") != 0) refuse("405 Method Not Allowed");
    open_site();
    head_length = 0;
    Account account = sign_in(now);
    read_parts(&account);
    qsort(parts, (size_t)part_count, sizeof *parts, in_order);
    add("Status: 204 No Content\r\nX-Usher-User: ");
    add(account.login);
    add("\r\nX-Usher-Name: ");
    add_encoded(account.name);
    add("\r\nX-Usher-Account: ");
    add(account.login);
    add("\r\nX-Usher-Departments: ");
    add_departments();
    add("\r\nX-Usher-Positions: ");
    add_held("position");
    add("\r\nX-Usher-Groups: ");
    add_held("group");
    add("\r\nX-Usher-Roles: ");
    add_held("role");
    // A copy of what usher.cgi says on every answer.
    add("\r\nCross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: default-src 'none'; "
        "script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n"
        "Cache-Control: no-store\r\nStrict-Transport-Security: max-age=31536000\r\n\r\n");
    answer(head, head_length);
}

int main(void)
{
    serve(respond);
    return 0;
}
