// The client of requests.py: so many requests over so many connections that are kept open, each answer looked at.
// A client in Python would take more of the processor than the programs that are measured.
//
//     load PORT REQUESTS CONNECTIONS FIRST TEMPLATES [PAGE]
//
// Standard input has the requests, all of one length, to be sent in turn. Each `######` in one becomes the number of
// the request, from FIRST on. With PAGE each answer must be a 200 with that file's bytes, or, where that begins with
// `Status: 204`, a 204 whose head has each further line of it; without it a 303 to an applicant's page. Out go the seconds that it took, and the token of each such page.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TOKEN = 43, LARGEST = 1 << 20 };

static int port, connections, first, request_count, template_count;
static char templates[1 << 18], page[LARGEST], (*tokens)[TOKEN + 1];
static size_t template_length, page_length;
static int is_bare;
static atomic_int next_request;

static _Noreturn void fail(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    exit(1);
}

static size_t read_all(FILE *file, char *text, size_t size)
{
    size_t length = fread(text, 1, size - 1, file);
    if (ferror(file) || length == size - 1) fail("what is to be read is too large\n");
    text[length] = 0;
    return length;
}

static int connect_to_server(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct timeval limit = { .tv_sec = 60 };
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) fail("no server at port %d\n", port);
    return descriptor;
}

static void send_request(int descriptor, int number)
{
    char text[sizeof templates], digits[7];
    memcpy(text, templates + (size_t)(number % template_count) * template_length, template_length);
    text[template_length] = 0;
    snprintf(digits, sizeof digits, "%06u", (unsigned)(first + number) % 1000000);
    for (char *place = text; (place = strstr(place, "######")); place += 6) memcpy(place, digits, 6);
    // As an address of the network: three pairs of digits.
    for (char *place = text; (place = strstr(place, "1##.1##.1##")); place += 11)
        for (int pair = 0; pair < 3; pair++) memcpy(place + 4 * pair + 1, digits + 2 * pair, 2);
    for (size_t sent = 0; sent < template_length;) {
        ssize_t count = send(descriptor, text + sent, template_length - sent, MSG_NOSIGNAL);
        if (count <= 0) fail("request %d: the server has closed the connection\n", number);
        sent += (size_t)count;
    }
}

/// Of the header of that name, within a head that ends with an empty line.
static const char *header(const char *head, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line && line[2] != '\r'; line = strstr(line + 2, "\r\n"))
        if (!strncasecmp(line + 2, name, length) && line[2 + length] == ':') return line + 3 + length;
    return NULL;
}

/// In place; the length of what was sent in pieces.
static size_t join_chunks(char *body)
{
    char *to = body;
    for (char *from = body;;) {
        char *end;
        size_t length = strtoul(from, &end, 16);
        if (length == 0) return (size_t)(to - body);
        memmove(to, end + 2, length);
        to += length;
        from = end + 2 + length + 2;
    }
}

/// - Returns: whether the connection stays open.
static int read_answer(int descriptor, int number, char *text)
{
    size_t length = 0, body_length = 0;
    char *body = NULL;
    int is_chunked = 0;
    for (;;) {
        ssize_t count = recv(descriptor, text + length, LARGEST - 1 - length, 0);
        if (count <= 0) fail("request %d: no whole answer:\n%.*s\n", number, (int)length, text);
        length += (size_t)count;
        text[length] = 0;
        if (!body) {
            char *end = strstr(text, "\r\n\r\n");
            if (!end) continue;
            body = end + 4;
            const char *announced = header(text, "Content-Length");
            if (atoi(text + 9) == 204) break;
            is_chunked = header(text, "Transfer-Encoding") != NULL;
            if (!announced && !is_chunked) fail("request %d: an answer of no known length:\n%s\n", number, text);
            if (announced) body_length = strtoul(announced, NULL, 10);
        }
        // No page has these bytes within it.
        if (is_chunked ? !strcmp(text + length - 5, "0\r\n\r\n") : text + length >= body + body_length) break;
    }
    int status = atoi(text + 9);
    if (is_bare) {
        for (const char *line = page; (line = strchr(line, '\n')) && line[1]; line++) {
            char wanted[4096];
            snprintf(wanted, sizeof wanted, "\r\n%.*s\r\n", (int)strcspn(line + 1, "\n"), line + 1);
            if (status != 204 || !strstr(text, wanted)) fail("request %d: without%s:\n%s\n", number, wanted, text);
        }
    } else if (page_length > 0) {
        if (is_chunked) body_length = join_chunks(body);
        if (status != 200 || body_length != page_length || memcmp(body, page, page_length))
            fail("request %d: another page than the first:\n%.1000s\n", number, text);
    } else {
        const char *token = header(text, "Location");
        token = token ? strstr(token, "/application/") : NULL;
        if (status != 303 || !token) fail("request %d: not taken:\n%.1000s\n", number, text);
        snprintf(tokens[number], TOKEN + 1, "%s", token + strlen("/application/"));
    }
    const char *closing = header(text, "Connection");
    return !closing || strncasecmp(closing, " close", 6) != 0;
}

static void *run(void *unused)
{
    char *text = malloc(LARGEST);
    int descriptor = connect_to_server();
    for (int number; (number = atomic_fetch_add(&next_request, 1)) < request_count;) {
        send_request(descriptor, number);
        if (read_answer(descriptor, number, text)) continue;
        close(descriptor);
        descriptor = connect_to_server();
    }
    close(descriptor);
    free(text);
    return unused;
}

int main(int count, char **arguments)
{
    if (count < 6) fail("load PORT REQUESTS CONNECTIONS FIRST TEMPLATES [PAGE]\n");
    port = atoi(arguments[1]);
    request_count = atoi(arguments[2]);
    connections = atoi(arguments[3]);
    first = atoi(arguments[4]);
    template_count = atoi(arguments[5]);
    template_length = read_all(stdin, templates, sizeof templates) / (size_t)template_count;
    if (count > 6) {
        FILE *file = fopen(arguments[6], "r");
        if (!file) fail("%s cannot be read\n", arguments[6]);
        page_length = read_all(file, page, sizeof page);
        is_bare = !strncmp(page, "Status: 204", 11);
    }
    tokens = calloc((size_t)request_count, sizeof *tokens);
    pthread_t threads[connections];
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int place = 0; place < connections; place++)
        if (pthread_create(&threads[place], NULL, run, NULL) != 0) fail("no thread\n");
    for (int place = 0; place < connections; place++) pthread_join(threads[place], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
    if (page_length == 0)
        for (int number = 0; number < request_count; number++) puts(tokens[number]);
    return 0;
}
