// Tests the gate that every write goes through: writers wait for each other, across threads and processes,
// none for ever.

import Foundation
import Testing

@testable import Database

@Suite(.serialized) final class WriteGateTests {
  private let folder: URL
  private var file: String { folder.appendingPathComponent("usher.db").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Another process that holds the gate for that many seconds, or until it is ended.
  private func holder(seconds: Double) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      """
      import fcntl, os, sys, time
      fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)
      print("held", flush=True)
      time.sleep(float(sys.argv[2]))
      """, file + ".gate", String(seconds),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    return process
  }

  private func end(_ process: Process) {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test("Connections that race to count miss no step")
  func race() throws {
    let (file, writers, steps) = (file, 4, 50)
    let connection = Connection(try SQLite(file: file, create: true))
    try connection.write {
      try connection.run("CREATE TABLE counter (n BIGINT)")
      try connection.run("INSERT INTO counter VALUES (0)")
    }
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: writers) { _ in
      do {
        let connection = Connection(try SQLite(file: file))
        for _ in 0..<steps {
          try connection.write {
            let number = try connection.first("SELECT n FROM counter") { try $0.integer() } ?? -1
            try connection.run("UPDATE counter SET n = \(number + 1)")
          }
        }
      } catch {
        failures.append("\(error)")
      }
    }
    #expect(failures.all == [])
    #expect(try connection.first("SELECT n FROM counter") { try $0.integer() } == writers * steps)
  }

  @Test(
    "A writer waits for another process; a request's alarm goes on meanwhile, and its signals stay as they are"
  )
  func waiting() throws {
    let connection = Connection(try SQLite(file: file, create: true))
    let holder = try holder(seconds: 1.5)
    defer { end(holder) }
    var (before, after) = (sigset_t(), sigset_t())
    pthread_sigmask(SIG_BLOCK, nil, &before)
    alarm(100)
    let waited = try ContinuousClock().measure { try connection.write {} }
    let left = alarm(0)
    pthread_sigmask(SIG_BLOCK, nil, &after)
    #expect(waited > .milliseconds(500) && waited < .seconds(8))
    #expect((92...99).contains(left), "\(left) s are left of 100")
    for number in Int32(1)...64 {
      #expect(sigismember(&before, number) == sigismember(&after, number))
    }
  }

  @Test("Who has waited for 15 seconds is told that the database is busy, and can try again")
  func busy() throws {
    let connection = Connection(try SQLite(file: file, create: true))
    let holder = try holder(seconds: 25)
    defer { end(holder) }
    let waited = ContinuousClock().measure {
      do {
        try connection.write { _ = Issue.record("the gate let two in") }
      } catch {
        guard case .busy = error as? DatabaseError else {
          Issue.record("\(error)")
          return
        }
      }
    }
    #expect(waited > .seconds(14) && waited < .seconds(18))
    end(holder)
    var worked = false
    try connection.write { worked = true }
    #expect(worked)
  }

  @Test("The gate opens again after a write that failed")
  func afterError() throws {
    let (one, other) = (
      Connection(try SQLite(file: file, create: true)), Connection(try SQLite(file: file))
    )
    struct Stop: Error {}
    for _ in 0..<10 {
      #expect(throws: Stop.self) { try one.write { throw Stop() } }
      try other.write {}
    }
  }

  private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var texts: [String] = []

    func append(_ text: String) { lock.withLock { texts.append(text) } }
    var all: [String] { lock.withLock { texts } }
  }
}
