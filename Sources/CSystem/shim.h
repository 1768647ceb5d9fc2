/* Calls of Linux that Swift's Glibc module leaves out, because it is read without _GNU_SOURCE or because
   they lie behind unions and macros. */
#include <errno.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <time.h>

extern int syncfs(int descriptor);
extern long syscall(long number, ...);

static void usher_wake(int signal) { (void)signal; }

/* flock(2) knows no time limit. A timer that signals this very thread interrupts it: alarm(2) would
   signal whichever thread the kernel likes. 0, or -1 with errno EINTR when the time is over. */
static inline int usher_flock_exclusive(int descriptor, int seconds) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return 0;
  if (errno != EWOULDBLOCK) return -1;

  struct sigaction action = {0};
  action.sa_handler = usher_wake;
  sigaction(SIGRTMIN, &action, 0);
  sigset_t ours, before; /* Some threads block every signal. */
  sigemptyset(&ours);
  sigaddset(&ours, SIGRTMIN);
  pthread_sigmask(SIG_UNBLOCK, &ours, &before);
  struct sigevent event = {0};
  event.sigev_notify = 4; /* SIGEV_THREAD_ID */
  event.sigev_signo = SIGRTMIN;
  event._sigev_un._tid = (int)syscall(SYS_gettid);
  timer_t timer;
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) {
    pthread_sigmask(SIG_SETMASK, &before, 0);
    return -1;
  }
  /* Again each second, for the case that the first comes just before the wait begins. */
  struct itimerspec limit = {{1, 0}, {seconds, 0}};
  timer_settime(timer, 0, &limit, 0);

  struct timespec start, now;
  clock_gettime(CLOCK_MONOTONIC, &start);
  int status;
  do {
    status = flock(descriptor, LOCK_EX);
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while (status != 0 && errno == EINTR && now.tv_sec - start.tv_sec < seconds);
  int problem = errno;
  timer_delete(timer);
  pthread_sigmask(SIG_SETMASK, &before, 0);
  errno = problem;
  return status;
}
