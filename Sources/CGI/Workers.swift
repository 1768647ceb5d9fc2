// Several FastCGI processes on one socket, for servers that do not keep a number of them themselves
// (systemd, spawn-fcgi): `USHER_FCGI_CHILDREN` of them, each replaced when it ends.

import CSystem
import Glibc

enum Workers {
  /// Returns true in each worker, false at once where none were asked for. The first process stays behind and
  /// ends, when told to, after its workers have; where the program was replaced, it begins anew.
  static func fork(_ program: ProgramFile?) -> Bool {
    guard let wanted = FastCGI.number(of: "USHER_FCGI_CHILDREN") else { return false }
    var told = sigset_t()
    sigemptyset(&told)
    for number in [SIGTERM, SIGINT, SIGCHLD] { sigaddset(&told, number) }
    sigprocmask(SIG_BLOCK, &told, nil)
    var workers: [pid_t: time_t] = [:]
    while true {
      while workers.count < min(wanted, 100) {
        let worker = usher_fork()
        if worker == 0 {
          usher_end_with_parent()
          sigprocmask(SIG_UNBLOCK, &told, nil)
          return true
        }
        guard worker > 0 else { break }
        workers[worker] = time(nil)
      }
      let number = sigwaitinfo(&told, nil)
      if number == SIGTERM || number == SIGINT {
        end(workers.keys)
        while waitpid(-1, nil, 0) > 0 || errno == EINTR {}
        exit(0)
      }
      // A worker that found the program replaced has ended. The others end when their requests are answered;
      // they are not waited for, since one may be sending a file for minutes.
      if let program, program.isReplaced {
        end(workers.keys)
        sigprocmask(SIG_UNBLOCK, &told, nil)
        program.startAnew()
        exit(1)
      }
      var ended = waitpid(-1, nil, WNOHANG)
      while ended > 0 {
        // One that cannot even begin is not tried again and again without a pause.
        if let began = workers.removeValue(forKey: ended), time(nil) - began < 1 { sleep(1) }
        ended = waitpid(-1, nil, WNOHANG)
      }
    }
  }

  private static func end(_ workers: some Sequence<pid_t>) {
    for worker in workers { kill(worker, SIGTERM) }
  }
}
