/* Processes and signals, as Swift's Glibc module does not offer them. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

/* For a process of one thread. */
static inline pid_t usher_fork(void) { return fork(); }

/* SIGTERM for this process when its parent ends. */
static inline void usher_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGTERM); }

static volatile sig_atomic_t usher_is_told = 0;

static void usher_note_end(int signal) {
  (void)signal;
  usher_is_told = 1;
}

static inline sigset_t usher_ends(void) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  return ends;
}

/* From here on SIGTERM and SIGINT are held back but while a connection is awaited: what is under way is
   finished, and there is no moment at which they are missed. Accepting does not wait: of several processes
   that a connection wakes one gets it. */
static inline void usher_hold_back_ends(void) {
  struct sigaction action = {0};
  action.sa_handler = usher_note_end;
  sigaction(SIGTERM, &action, 0);
  sigaction(SIGINT, &action, 0);
  sigset_t ends = usher_ends();
  sigprocmask(SIG_BLOCK, &ends, 0);
  fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
}

static inline void usher_let_ends_through(void) {
  sigset_t ends = usher_ends();
  sigprocmask(SIG_UNBLOCK, &ends, 0);
}

/* Whether a connection waits on standard input; if not, this process was told to end. */
static inline bool usher_await_connection(void) {
  sigset_t mask;
  sigprocmask(SIG_BLOCK, 0, &mask);
  sigdelset(&mask, SIGTERM);
  sigdelset(&mask, SIGINT);
  fd_set listening;
  do {
    FD_ZERO(&listening);
    FD_SET(0, &listening);
  } while (!usher_is_told && pselect(1, &listening, 0, 0, 0, &mask) < 0 && errno == EINTR);
  return !usher_is_told;
}

/* The connection that waits on standard input, which no other program is given; -1 where there is none. */
static inline int usher_accept(void) {
  int connection = accept(0, 0, 0);
  if (connection >= 0) fcntl(connection, F_SETFD, FD_CLOEXEC);
  return connection;
}

/* Up to four MiB that were given back stay with the process. */
static inline void usher_keep_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}
