// Runs real programs for the tests, as an unprivileged user with an emptied environment where the tests
// themselves run as root.

import Foundation

struct Ran: CustomStringConvertible {
  let exit: Int32
  let output: String
  let complaint: String

  var description: String { "exit \(exit)\n\(output)\n\(complaint)" }
  var line: String { output.trimmingCharacters(in: .whitespacesAndNewlines) }
}

enum Shell {
  private static let unprivileged =
    geteuid() == 0
    ? ["/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : []

  static let environment = [
    "/usr/bin/env", "-i", "PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8",
  ]

  /// - Parameter asRoot: as whoever runs the tests.
  static func process(_ arguments: [String], in directory: String? = nil, asRoot: Bool = false)
    -> Process
  {
    let all = (asRoot ? [] : unprivileged) + environment + arguments
    let process = Process()
    process.executableURL = URL(fileURLWithPath: all[0])
    process.arguments = Array(all.dropFirst())
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  static func run(
    _ arguments: [String], input: String = "", in directory: String? = nil, asRoot: Bool = false
  ) throws -> Ran {
    let process = process(arguments, in: directory, asRoot: asRoot)
    // Files, not pipes: nothing has to be emptied while it runs.
    let name = NSTemporaryDirectory() + "usher-run-\(UUID().uuidString)"
    defer {
      for end in ["in", "out", "err"] {
        try? FileManager.default.removeItem(atPath: "\(name).\(end)")
      }
    }
    func handle(_ end: String, _ text: String = "") throws -> FileHandle {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(name).\(end)"))
      return FileHandle(forUpdatingAtPath: "\(name).\(end)") ?? .nullDevice
    }
    process.standardInput = try handle("in", input)
    process.standardOutput = try handle("out")
    process.standardError = try handle("err")
    try start(process)
    process.waitUntilExit()
    func text(_ end: String) -> String {
      String(
        decoding: FileManager.default.contents(atPath: "\(name).\(end)") ?? Data(), as: UTF8.self)
    }
    return Ran(exit: process.terminationStatus, output: text("out"), complaint: text("err"))
  }

  /// Tests run on threads that block signals, and children inherit that: a server would not end.
  static func start(_ process: Process) throws {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    try process.run()
  }

  static func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Whether it came true within that many seconds.
  static func wait(_ seconds: Double = 20, until holds: () -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if holds() { return true }
      usleep(50_000)
    }
    return holds()
  }
}
