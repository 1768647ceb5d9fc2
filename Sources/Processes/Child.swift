// Starts other programs: by argument vector, never through a shell, with an environment of our own
// making (a request can put `HTTP_PROXY` into ours), every other descriptor closed.

import Glibc
import Synchronization

package struct Child {
  package let program: String
  package let arguments: [String]

  package init(_ program: String, _ arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  package struct Outcome: Sendable {
    /// 0 to 255; 128 + n where signal n ended it.
    package let exit: Int
    /// The first 64 KiB of each.
    package let output: String
    package let complaint: String
    package let timedOut: Bool
  }

  package struct StartFailure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Runs it to its end, and ends it after that many seconds.
  /// - Parameters:
  ///   - input: what it reads from standard input.
  ///   - extra: what it reads from `/dev/fd/3`, so that neither secret nor message is written to disk.
  package func run(
    input: [UInt8], extra: [UInt8]? = nil, seconds: Int32
  ) throws(StartFailure) -> Outcome {
    let stdin = try Pipe()
    let stdout = try Pipe()
    let stderr = try Pipe()
    let third = extra == nil ? nil : try Pipe()
    let theirs = [stdin.read, stdout.write, stderr.write] + (third.map { [$0.read] } ?? [])
    let process: pid_t
    do throws(StartFailure) { process = try spawn(descriptors: theirs) } catch {
      let ours = [stdin.write, stdout.read, stderr.read] + (third.map { [$0.write] } ?? [])
      for descriptor in theirs + ours { close(descriptor) }
      throw error
    }
    for descriptor in theirs { close(descriptor) }
    var exchange = Exchange(
      writing: [(stdin.write, input)] + (third.map { [($0.write, extra ?? [])] } ?? []),
      reading: [stdout.read, stderr.read])
    let end = time(nil) + Int(seconds)
    exchange.finish(before: end)
    // Who has closed its pipes may be at work still; who holds them may have ended.
    var status: Int32 = 0
    var timedOut = false
    while !timedOut, waitpid(process, &status, WNOHANG) == 0 {
      timedOut = time(nil) >= end
      usleep(1000)
    }
    if timedOut {
      kill(process, SIGKILL)
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
    let signal = status & 0x7F
    return Outcome(
      exit: signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal),
      output: exchange.text(0), complaint: exchange.text(1), timedOut: timedOut)
  }

  /// Starts it in a session of its own and goes on: a web server that waits for its CGI program's
  /// output to end does not wait for this one. Not waited for: the caller is about to end, or reaps.
  package func startDetached() throws(StartFailure) {
    _ = try spawn(descriptors: [], detached: true)
  }

  private func spawn(descriptors: [Int32], detached: Bool = false) throws(StartFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if detached {
      for descriptor: Int32 in 0...2 {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
      }
    }
    // Ours all lie above 3 (`Pipe` sees to it), so that none is overwritten before it is placed.
    for (place, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigemptyset(&all)
    sigaddset(&all, SIGPIPE)
    sigaddset(&all, SIGALRM)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    // POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, Int16(flags) | (detached ? 0x80 : 0))
    var process: pid_t = 0
    let status = withCStrings([program] + arguments) { arguments in
      withCStrings(["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8"]) {
        environment in
        Pipe.turn.withLock { _ in
          // None of ours is for others, whoever opened it; what is placed below 4 loses the mark again.
          for descriptor: Int32 in 3..<256 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
          return posix_spawn(&process, program, &actions, &attributes, arguments, environment)
        }
      }
    }
    guard status == 0 else {
      throw StartFailure(
        description: "cannot start \(program): \(String(cString: strerror(status)))")
    }
    return process
  }
}

private struct Pipe {
  let read: Int32
  let write: Int32

  /// Between a pipe's beginning and its mark no other thread starts a program: it would hold the pipe open.
  static let turn = Mutex(())

  init() throws(Child.StartFailure) {
    var ends: [Int32] = [0, 0]
    let marked: (read: Int32, write: Int32)? = Self.turn.withLock { _ in
      guard pipe(&ends) == 0 else { return nil }
      defer { for end in ends { close(end) } }
      return (fcntl(ends[0], F_DUPFD_CLOEXEC, 10), fcntl(ends[1], F_DUPFD_CLOEXEC, 10))
    }
    guard let marked else {
      throw Child.StartFailure(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    (read, write) = marked
  }
}

/// Feeds a child and takes what it says, all at once, so that neither side waits for the other.
private struct Exchange {
  private var writing: [(descriptor: Int32, rest: ArraySlice<UInt8>)]
  private var reading: [(descriptor: Int32, taken: [UInt8], open: Bool)]

  init(writing: [(Int32, [UInt8])], reading: [Int32]) {
    self.writing = writing.map { ($0.0, $0.1[...]) }
    self.reading = reading.map { ($0, [], true) }
    for (descriptor, _) in writing {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
  }

  func text(_ place: Int) -> String { String(decoding: reading[place].taken, as: UTF8.self) }

  /// Until all is written and both outputs are closed, or the time has run out.
  mutating func finish(before end: Int) {
    let brokenPipes = BrokenPipes()
    defer {
      brokenPipes.restore()
      for (descriptor, _) in writing { close(descriptor) }
      for source in reading { close(source.descriptor) }
    }
    while true {
      writing = writing.filter { target in
        if target.rest.isEmpty { close(target.descriptor) }
        return !target.rest.isEmpty
      }
      guard !writing.isEmpty || reading.contains(where: \.open) else { return }
      var polled =
        writing.map { pollfd(fd: $0.descriptor, events: Int16(POLLOUT), revents: 0) }
        + reading.map {
          pollfd(fd: $0.open ? $0.descriptor : -1, events: Int16(POLLIN), revents: 0)
        }
      let left = end - time(nil)
      guard left > 0 else { return }
      guard poll(&polled, nfds_t(polled.count), Int32(left) * 1000) >= 0 else { continue }
      for place in writing.indices where polled[place].revents != 0 { write(at: place) }
      for place in reading.indices where polled[writing.count + place].revents != 0 {
        read(at: place)
      }
    }
  }

  private mutating func write(at place: Int) {
    let rest = writing[place].rest
    let count = rest.withUnsafeBytes {
      Glibc.write(writing[place].descriptor, $0.baseAddress, $0.count)
    }
    if count > 0 {
      writing[place].rest = rest.dropFirst(count)
    } else if errno != EAGAIN, errno != EINTR {
      writing[place].rest = []  // It reads no more; its exit code says why.
    }
  }

  private mutating func read(at place: Int) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(reading[place].descriptor, &buffer, buffer.count)
    if count > 0 {
      let room = 65_536 - reading[place].taken.count
      reading[place].taken += buffer.prefix(min(count, room))
    } else if count == 0 || errno != EINTR {
      reading[place].open = false
    }
  }
}

/// While it lasts, who writes to a pipe that nobody reads is told so by the call and gets no signal. Of this thread
/// alone: what the process does about SIGPIPE belongs to all of its threads.
private struct BrokenPipes {
  private var before = sigset_t()
  private var pipe = sigset_t()
  private let waited: Bool

  init() {
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    var pending = sigset_t()
    sigpending(&pending)
    waited = sigismember(&pending, SIGPIPE) == 1
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
  }

  func restore() {
    var (pipe, before) = (pipe, before)
    // One that came here is for nobody else.
    if !waited {
      var now = timespec()
      while sigtimedwait(&pipe, nil, &now) < 0, errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}

/// A NULL-ended array of C strings, for as long as the body runs.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
