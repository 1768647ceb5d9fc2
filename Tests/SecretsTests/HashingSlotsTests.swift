// Tests that at most four passwords are hashed at once on a host. A process's own locks do not stop it
// itself, so the others are real processes: a few lines of Python that lock bytes of the side file with
// the same system call, and say which they got.

import Foundation
import Secrets
import Testing

@Suite(.serialized) final class HashingSlotsTests {
  private let folder: URL
  private var file: String { folder.appendingPathComponent("hashing.slots").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Another process that holds as many slots as it gets of those it wants, until it is ended.
  private final class Holder {
    let taken: Int
    private let process = Process()

    init(_ file: String, wants: Int, seconds: Double = 60) throws {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
      process.arguments = [
        "-c",
        """
        import fcntl, os, sys, time
        file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
        taken = 0
        for slot in range(8):
            if taken == int(sys.argv[2]): break
            try: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
            except OSError: continue
            if slot < 4: taken += 1
        print(taken, flush=True)
        time.sleep(float(sys.argv[3]))
        """, file, String(wants), String(seconds),
      ]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      var line = ""
      while !line.hasSuffix("\n") {
        let bytes = output.fileHandleForReading.availableData
        if bytes.isEmpty { break }
        line += String(decoding: bytes, as: UTF8.self)
      }
      taken = Int(line.dropLast()) ?? -1
    }

    /// As a crash would: without unlocking.
    func end() {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  @Test("While one works, another process gets three of the four slots; afterwards all")
  func oneSlotEach() throws {
    let slots = HashingSlots(file: file)
    let left = try slots.withSlot {
      let holder = try Holder(file, wants: 8)
      defer { holder.end() }
      return holder.taken
    }
    #expect(left == 3)
    let holder = try Holder(file, wants: 8)
    defer { holder.end() }
    #expect(holder.taken == 4)
  }

  @Test("The fifth of five processes is told that four are at work, after about five seconds")
  func fifth() throws {
    let holders = try (0..<4).map { _ in try Holder(file, wants: 1) }
    defer { for holder in holders { holder.end() } }
    #expect(holders.map(\.taken) == [1, 1, 1, 1])
    let slots = HashingSlots(file: file)
    var worked = false
    let waited = ContinuousClock().measure {
      #expect(throws: SecretsError.self) { try slots.withSlot { worked = true } }
    }
    #expect(!worked)
    #expect(waited > .seconds(4) && waited < .seconds(10))
  }

  @Test("The slot of a process that died is free at once")
  func death() throws {
    let holders = try (0..<4).map { _ in try Holder(file, wants: 1) }
    defer { for holder in holders { holder.end() } }
    holders[2].end()
    let waited = try ContinuousClock().measure { try HashingSlots(file: file).withSlot {} }
    #expect(waited < .seconds(1))
  }

  @Test("A slot that becomes free is taken by who waits")
  func waiting() throws {
    let holders = try [60, 60, 60, 1].map { try Holder(file, wants: 1, seconds: $0) }
    defer { for holder in holders { holder.end() } }
    let waited = try ContinuousClock().measure { try HashingSlots(file: file).withSlot {} }
    #expect(waited > .milliseconds(500) && waited < .seconds(4))
  }

  @Test("A slot is given back when the work throws")
  func afterError() throws {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try HashingSlots(file: file).withSlot { throw Failure() } }
    let holder = try Holder(file, wants: 8)
    defer { holder.end() }
    #expect(holder.taken == 4)
  }

  @Test("The side file is its owner's alone; one that cannot be made is an error")
  func sideFile() throws {
    try HashingSlots(file: file).withSlot {}
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: SecretsError.self) {
      try HashingSlots(file: folder.path + "/missing/slots").withSlot {}
    }
  }
}
