// Tests how other programs are started, fed, listened to and ended: with real programs, in real pipes.

import Foundation
import Processes
import Synchronization
import Testing

@Suite(.serialized) final class ChildTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func shell(
    _ script: String, input: [UInt8] = [], extra: [UInt8]? = nil, seconds: Int32 = 20
  ) throws -> Child.Outcome {
    try Child("/bin/sh", ["-c", script]).run(input: input, extra: extra, seconds: seconds)
  }

  /// Bytes that are no two alike for a while, so that a lost or repeated piece is seen.
  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(32 + ($0 / 7 + $0) % 90) } }

  // MARK: What it says

  @Test("What a program says and how it ends is known")
  func outcome() throws {
    let outcome = try shell("echo out; echo complaint >&2; exit 3")
    #expect(outcome.exit == 3)
    #expect(outcome.output == "out\n")
    #expect(outcome.complaint == "complaint\n")
    #expect(!outcome.timedOut)
  }

  @Test("Every exit code comes through", arguments: [0, 1, 2, 65, 75, 127, 128, 255])
  func exitCodes(code: Int) throws {
    #expect(try shell("exit \(code)").exit == code)
  }

  @Test(
    "The end by a signal is 128 and its number, whatever this process blocks or ignores",
    arguments: [
      ("TERM", 143), ("KILL", 137), ("SEGV", 139), ("PIPE", 141), ("ALRM", 142), ("HUP", 129),
    ])
  func signals(name: String, exit: Int) throws {
    let old = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, old) }
    let outcome = try shell("kill -\(name) $$; sleep 5")
    #expect(outcome.exit == exit)
    #expect(!outcome.timedOut)
  }

  @Test("What is no UTF-8 is repaired")
  func notUTF8() throws {
    #expect(try shell("printf 'a\\377b'").output == "a\u{FFFD}b")
  }

  // MARK: Pipes

  @Test("Much input and much output pass each other; the first 64 KiB of the output are kept")
  func largeBothWays() throws {
    let input = bytes(1 << 20)
    let outcome = try shell("cat; wc -c < /dev/null >&2", input: input)
    #expect(outcome.exit == 0)
    #expect(Array(outcome.output.utf8) == Array(input.prefix(65_536)))
  }

  @Test("Both outputs may be large, in any order")
  func largeOutputs() throws {
    let script =
      "head -c 500000 /dev/zero | tr '\\0' e >&2; head -c 500000 /dev/zero | tr '\\0' o; exit 7"
    let outcome = try shell(script)
    #expect(outcome.exit == 7)
    #expect(outcome.output == String(repeating: "o", count: 65_536))
    #expect(outcome.complaint == String(repeating: "e", count: 65_536))
  }

  @Test("All of the input arrives, and then its end")
  func input() throws {
    let input = bytes(300_001)
    #expect(try shell("wc -c", input: input).output.contains("300001"))
    #expect(try shell("cat").output == "")
    #expect(
      try shell("cksum", input: input).output == shell("cat \(try file(input)) | cksum").output)
  }

  private func file(_ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path("bytes")))
    return path("bytes")
  }

  @Test("Who does not read its input is not waited for, and no signal comes of it")
  func unreadInput() throws {
    let outcome = try shell("exit 5", input: bytes(1 << 20))
    #expect(outcome.exit == 5)
    #expect(try shell("head -c 10", input: bytes(1 << 20)).output.utf8.count == 10)
  }

  @Test("Who has closed its outputs still gets all of its input")
  func inputAfterOutput() throws {
    let outcome = try shell(
      "exec > \(path("count")) 2>&1; sleep 0.3; wc -c", input: bytes(1 << 20))
    #expect(outcome.exit == 0)
    #expect(try String(contentsOfFile: path("count"), encoding: .utf8).contains("1048576"))
  }

  @Test("The extra bytes are read from /dev/fd/3, beside the input")
  func extra() throws {
    let outcome = try shell(
      "cat; cat /dev/fd/3", input: Array("input ".utf8), extra: Array("extra".utf8))
    #expect(outcome.output == "input extra")
    let large = try shell("cat <&3 | wc -c; wc -c", input: bytes(200_000), extra: bytes(1 << 20))
    #expect(large.output.split(whereSeparator: \.isWhitespace) == ["1048576", "200000"])
    #expect(try shell("cat <&3", extra: []).output == "")
  }

  @Test("Nothing else of ours is open in it")
  func descriptors() throws {
    let open = Glibc.open("/dev/null", O_RDONLY)
    defer { close(open) }
    let high = fcntl(open, F_DUPFD, 200)
    defer { close(high) }
    // 0, 1, 2, and the one with which `ls` itself reads the folder.
    let list = try shell("exec ls /proc/self/fd").output.split(separator: "\n")
    #expect(list.count == 4, "\(list)")
    #expect(try shell("exec ls /proc/self/fd", extra: []).output.split(separator: "\n").count == 5)
  }

  private var openDescriptors: Int {
    get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
  }

  @Test("No descriptor is left behind, however it went")
  func leaks() throws {
    _ = try shell("true")
    let before = try openDescriptors
    for _ in 0..<20 {
      _ = try shell("cat; cat <&3", input: bytes(100_000), extra: bytes(10))
      _ = try shell("exit 1", input: bytes(100_000), extra: bytes(100_000))
      _ = try? Child("/no/such/program", []).run(input: [], extra: [], seconds: 5)
    }
    #expect(try openDescriptors == before)
  }

  // MARK: Time

  @Test("A program that takes too long is ended")
  func timeout() throws {
    var outcome: Child.Outcome?
    let taken = try ContinuousClock().measure {
      outcome = try shell("echo first; exec sleep 60", input: bytes(1 << 20), seconds: 2)
    }
    #expect(outcome?.timedOut == true)
    #expect(outcome?.exit == 137)
    #expect(outcome?.output == "first\n")
    #expect(taken > .milliseconds(900) && taken < .seconds(10))
  }

  @Test("One that has closed its outputs is ended, too")
  func silentTimeout() throws {
    var outcome: Child.Outcome?
    let taken = try ContinuousClock().measure {
      outcome = try shell("exec >/dev/null 2>&1 sleep 15", seconds: 2)
    }
    #expect(outcome?.timedOut == true)
    #expect(outcome?.exit == 137)
    #expect(taken < .seconds(10))
  }

  @Test("One that has ended in time is not too late because what it started holds its output")
  func lingeringOutput() throws {
    let outcome = try shell("sleep 4 & exit 0", seconds: 2)
    #expect(outcome.exit == 0)
    #expect(!outcome.timedOut)
  }

  @Test("This process takes SIGPIPE afterwards as it did before")
  func sigpipe() throws {
    let old = signal(SIGPIPE, SIG_IGN)
    _ = try shell("exit 0", input: bytes(1 << 20))
    #expect(
      unsafeBitCast(signal(SIGPIPE, old), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self))
  }

  @Test("Several threads run one each: none holds what is another's, and SIGPIPE stays as it was")
  func threads() throws {
    let old = signal(SIGPIPE, SIG_DFL)
    defer { signal(SIGPIPE, old) }
    // The first threads' programs last longer than the others wait for the end of their input.
    let (long, deaf, counting) = ("exec sleep 8", "exit 0", "exec wc -c")
    let scripts = [long, long, deaf, deaf] + Array(repeating: counting, count: 4)
    let large = bytes(1 << 20)
    let ended = Mutex(0)
    let done = DispatchGroup()
    for script in scripts {
      done.enter()
      Thread.detachNewThread {
        let shell = Child("/bin/sh", ["-c", script])
        for _ in 0..<(script == long ? 1 : 40) {
          let outcome = try? shell.run(
            input: script == deaf ? large : [], seconds: script == long ? 20 : 5)
          if outcome?.timedOut == false, outcome?.exit == 0 { ended.withLock { $0 += 1 } }
        }
        done.leave()
      }
    }
    done.wait()
    let count = ended.withLock { $0 }
    #expect(count == 2 + 6 * 40)
    let now = signal(SIGPIPE, SIG_DFL)
    #expect(unsafeBitCast(now, to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self))
  }

  // MARK: Arguments and environment

  @Test("Arguments arrive one by one as they are: no shell reads them")
  func arguments() throws {
    let arguments = ["a b", "; exit 9", "$HOME", "`id`", "*", "", "--", "-x", "é\n\"'\\", "😀"]
    let outcome = try Child("/usr/bin/printf", ["%s|"] + arguments).run(input: [], seconds: 5)
    #expect(outcome.output == arguments.map { $0 + "|" }.joined())
  }

  @Test("Its environment is ours to choose: a request's variables are not in it")
  func environment() throws {
    setenv("HTTP_PROXY", "http://attacker.example", 1)
    defer { unsetenv("HTTP_PROXY") }
    let outcome = try Child("/usr/bin/env", []).run(input: [], seconds: 5)
    #expect(
      Set(outcome.output.split(separator: "\n")) == [
        "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8",
      ])
  }

  @Test("A program that cannot be started is an error that names it")
  func startFailure() throws {
    try Data("text".utf8).write(to: URL(fileURLWithPath: path("text")))
    for program in ["/no/such/program", path("text"), folder.path, ""] {
      for start in [
        { _ = try Child(program, []).run(input: [], seconds: 5) }, Child(program, []).startDetached,
      ]
        as [() throws -> Void]
      {
        do {
          try start()
          Issue.record("\(program) was started")
        } catch {
          #expect("\(error)".hasPrefix("cannot start \(program):"))
        }
      }
    }
  }

  // MARK: Detached

  @Test(
    "A detached child is not waited for; it has a session of its own and nothing to read or write")
  func detached() throws {
    let open = Glibc.open("/dev/null", O_RDONLY)
    defer { close(open) }
    let script = """
      sleep 1
      stdio="$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)"
      echo "$stdio" > \(path("made"))
      cut -d ' ' -f 6 /proc/$$/stat >> \(path("made"))
      echo $$ >> \(path("made"))
      ls /proc/$$/fd >> \(path("made"))
      env >> \(path("made"))
      mv \(path("made")) \(path("done"))
      """
    let taken = try ContinuousClock().measure {
      try Child("/bin/sh", ["-c", script]).startDetached()
    }
    #expect(taken < .milliseconds(700))
    var waits = 0
    while !FileManager.default.fileExists(atPath: path("done")), waits < 200 {
      usleep(50_000)
      waits += 1
    }
    let lines = try String(contentsOfFile: path("done"), encoding: .utf8).split(separator: "\n")
      .map(String.init)
    try #require(lines.count > 5)
    #expect(lines[0...2] == ["/dev/null", "/dev/null", "/dev/null"])
    #expect(lines[3] == lines[4], "its session is its own")
    #expect(lines[3] != String(getsid(0)))
    #expect(!lines.contains(String(open)))
    #expect(lines.contains("LC_ALL=C.UTF-8"))
    let process = try #require(pid_t(lines[4]))
    var status: Int32 = 0
    #expect(waitpid(process, &status, 0) == process)
    #expect(status == 0)
  }
}
