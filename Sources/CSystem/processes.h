/* Processes and signals, as Swift's Glibc module does not offer them. */
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* For a process of one thread. */
static inline pid_t usher_fork(void) { return fork(); }

/* SIGTERM for this process when its parent ends. */
static inline void usher_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGTERM); }

static int usher_nothing = -1;

static void usher_end_listening(int signal) {
  (void)signal;
  dup2(usher_nothing, 0);
}

/* From SIGTERM and SIGINT on, standard input is no socket any more: the next accept(2) fails, and so does
   one that waits, since it is begun anew (SA_RESTART). What is under way is finished; there is no moment
   at which the signal could be missed. */
static inline void usher_end_listening_when_told(void) {
  usher_nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  struct sigaction action = {0};
  action.sa_handler = usher_end_listening;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, 0);
  sigaction(SIGINT, &action, 0);
}

/* Up to four MiB that were given back stay with the process. */
static inline void usher_keep_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}
