// What the list of applications is measured against: its first page of 50 rows for an administrator who is
// signed in, by the same statements in the same order, in plain C.
//
// The page around the rows, and a row of each state, are what usher.cgi showed: requests.py has put marks where
// values stand (`list.template` beside usher.conf). Whatever else usher.cgi can answer is a bare status here.

#include "site.h"

enum { ROWS = 50, PAGE = 1 << 20 };

static char page[PAGE];
static size_t page_length;

static void add_bytes(const char *text, size_t length)
{
    if (page_length + length >= PAGE) refuse("500 Internal Server Error");
    memcpy(page + page_length, text, length);
    page_length += length;
}

static void add(const char *text) { add_bytes(text, strlen(text)); }

static const char *escaped(char character)
{
    switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

static void add_escaped(const char *text)
{
    for (;;) {
        size_t plain = strcspn(text, "&<>\"'");
        add_bytes(text, plain);
        text += plain;
        if (!*text) return;
        add(escaped(*text++));
    }
}

/// An address may break after each `.` and `@`.
static void add_email(const char *text)
{
    for (;;) {
        size_t plain = strcspn(text, ".@&<>\"'");
        add_bytes(text, plain);
        text += plain;
        if (!*text) return;
        if (*text == '.') add(".<wbr>");
        else if (*text == '@') add("@<wbr>");
        else add(escaped(*text));
        text++;
    }
}

/// How many midnights have passed.
static int days_between(const struct tm *earlier, const struct tm *later)
{
    struct tm days[] = { *earlier, *later };
    time_t noon[2];
    for (int place = 0; place < 2; place++) {
        struct tm day = { .tm_year = days[place].tm_year, .tm_mon = days[place].tm_mon,
                          .tm_mday = days[place].tm_mday, .tm_hour = 12 };
        noon[place] = timegm(&day);
    }
    return (int)((noon[1] - noon[0]) / 86400);
}

static void add_moment(int64_t seconds, time_t now)
{
    static const char *months[] = { "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December" };
    char text[400], utc[30], offset[20] = "UTC", shown[60];
    time_t moment = (time_t)seconds;
    struct tm there, here, today;
    gmtime_r(&moment, &there);
    strftime(utc, sizeof utc, "%Y-%m-%dT%H:%M:%SZ", &there);
    localtime_r(&moment, &here);
    localtime_r(&now, &today);
    int minutes = (int)(here.tm_gmtoff / 60), size = abs(minutes);
    if (minutes && size % 60) snprintf(offset, sizeof offset, "UTC%s%d:%02d", minutes < 0 ? "−" : "+", size / 60, size % 60);
    else if (minutes) snprintf(offset, sizeof offset, "UTC%s%d", minutes < 0 ? "−" : "+", size / 60);
    int days = days_between(&here, &today);
    if (days == 0 || days == 1)
        snprintf(shown, sizeof shown, "%s, %02d:%02d", days ? "yesterday" : "today", here.tm_hour, here.tm_min);
    else if (here.tm_year == today.tm_year)
        snprintf(shown, sizeof shown, "%d %s", here.tm_mday, months[here.tm_mon]);
    else
        snprintf(shown, sizeof shown, "%d %s %d", here.tm_mday, months[here.tm_mon], here.tm_year + 1900);
    snprintf(text, sizeof text, "<time datetime=\"%s\" title=\"%d %s %d, %02d:%02d (%s)\">%s</time>", utc,
        here.tm_mday, months[here.tm_mon], here.tm_year + 1900, here.tm_hour, here.tm_min, offset, shown);
    add(text);
}

// MARK: The template

enum { HEAD, FOOT, PENDING, APPROVED, REJECTED, REASONED, WITHDRAWN, PARTS };

static char *parts[PARTS];

static void read_template(void)
{
    if (parts[HEAD]) return;
    static char text[1 << 18], file[PATH_MAX + 20];
    snprintf(file, sizeof file, "%s/list.template", site);
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t length = descriptor < 0 ? -1 : read(descriptor, text, sizeof text - 1);
    if (length <= 0) refuse("500 Internal Server Error");
    close(descriptor);
    char *rest = text;
    for (int part = 0; part < PARTS; part++) parts[part] = strsep(&rest, "\x1E");
    if (!parts[PARTS - 1]) refuse("500 Internal Server Error");
}

// MARK: Rows

typedef struct {
    char *reference, *label, *inviter, *department, *name, *email, *state, *approver, *reason;
    int64_t applied, decided;
} Application;

static Application applications[ROWS + 1];
static int application_count;

static void read_applications(void)
{
    sqlite3_stmt *statement = prepare(
        "SELECT id, reference, invitation, invitation_label, inviter, inviter_name, department,\n"
        "department_path, requires_approval, name, email, language, applied, state, decided,\n"
        "approver_name, reason FROM application ORDER BY applied DESC, id DESC LIMIT $1", "i", (int64_t)ROWS + 1);
    application_count = 0;
    while (step(statement)) {
        applications[application_count++] = (Application){
            .reference = column(statement, 1), .label = column(statement, 3), .inviter = column(statement, 5),
            .department = column(statement, 7), .name = column(statement, 9), .email = column(statement, 10),
            .applied = sqlite3_column_int64(statement, 12), .state = column(statement, 13),
            .decided = sqlite3_column_int64(statement, 14), .approver = column(statement, 15),
            .reason = column(statement, 16),
        };
    }
    end(statement);
}

typedef struct { char *options; size_t length; } Choice;

/// `<option>` of each row; the value in one column, the text in another.
static Choice read_choice(sqlite3_stmt *statement, int value, int text)
{
    size_t start = page_length;
    while (step(statement)) {
        add("<option value=\"");
        add_escaped((const char *)sqlite3_column_text(statement, value));
        add("\">");
        add_escaped((const char *)sqlite3_column_text(statement, text));
        add("</option>");
    }
    end(statement);
    Choice choice = { malloc(page_length - start + 1), page_length - start };
    if (!choice.options) refuse("500 Internal Server Error");
    memcpy(choice.options, page + start, choice.length);
    page_length = start;
    return choice;
}

static Choice inviters, departments;
static int64_t pending;

static void fill(const char *part, const Application *row, time_t now)
{
    char number[30];
    for (;;) {
        size_t plain = strcspn(part, "\x01");
        add_bytes(part, plain);
        part += plain;
        if (!*part) return;
        switch (part[1]) {
        case 'I': add_bytes(inviters.options, inviters.length); break;
        case 'D': add_bytes(departments.options, departments.length); break;
        case 'P':
            snprintf(number, sizeof number, "%lld", (long long)pending);
            add(pending < 1000 ? number : "999+");
            break;
        case 'r': add(row->reference); break;
        case 'l': add_escaped(row->label); break;
        case 'i': add_escaped(row->inviter); break;
        case 'd': add_escaped(row->department); break;
        case 'n': add_escaped(row->name); break;
        case 'e': add_email(row->email); break;
        case 'm': add_escaped(row->email); break;
        case 'a': add_escaped(row->approver); break;
        case 'o': add_escaped(row->reason); break;
        case 't': add_moment(row->applied, now); break;
        case 'c': add_moment(row->decided, now); break;
        }
        part += 2;
    }
}

static const char *part_of(const Application *row)
{
    if (!strcmp(row->state, "pending")) return parts[PENDING];
    if (!strcmp(row->state, "approved")) return parts[APPROVED];
    if (!strcmp(row->state, "withdrawn")) return parts[WITHDRAWN];
    return *row->reason ? parts[REASONED] : parts[REJECTED];
}

/// What the request before has read is kept with `is_unchanged`.
static void read_choices(void)
{
    free(inviters.options);
    inviters = read_choice(
        prepare(
            "SELECT id, login, name, email, kind, department, is_administrator, language, state, "
            "must_change_password, created FROM account\n"
            "WHERE is_administrator = 1 AND state <> 'removed' ORDER BY name, id", ""),
        0, 2);
    if (first_integer(prepare("SELECT COUNT(*) FROM department", "")) > 100) refuse("501 Not Implemented");
    free(departments.options);
    departments = read_choice(
        prepare(
            "WITH RECURSIVE tree (id, name, parent, path) AS (\n"
            "  SELECT id, name, parent, name FROM department WHERE parent IS NULL\n"
            "  UNION ALL\n"
            "  SELECT child.id, child.name, child.parent, tree.path || $1 || child.name\n"
            "  FROM department child JOIN tree ON child.parent = tree.id\n"
            ")\n"
            "SELECT id, name, parent, path FROM tree ORDER BY path", "t", " / "),
        0, 3);
}

static void respond(void)
{
    time_t now = time(NULL);
    if (strcmp(variable("REQUEST_METHOD"), "GET") != 0) refuse("405 Method Not Allowed");
    open_site();
    read_template();
    page_length = 0;
    if (!sign_in(now).is_administrator) refuse("403 Forbidden");
    read_applications();
    if (!is_unchanged) read_choices();
    pending = first_integer(
        prepare("SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE state = 'pending' LIMIT 1000)", ""));
    int shown = application_count < ROWS ? application_count : ROWS;
    if (shown == 0) refuse("501 Not Implemented");
    fill(parts[HEAD], applications, now);
    for (int place = 0; place < shown; place++) fill(part_of(&applications[place]), &applications[place], now);
    fill(parts[FOOT], &applications[shown - 1], now);
    answer(page, page_length);
}

int main(void)
{
    serve(respond);
    return 0;
}
