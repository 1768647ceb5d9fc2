// Runs a Python script on bytes: an independent reader of what we write, from the standard library alone.

import Foundation

/// What the script writes to standard output, with the bytes on its standard input.
package func python(_ script: String, _ input: [UInt8]) throws -> String {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try Data(input).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
  process.arguments = ["-c", script]
  process.standardInput = try FileHandle(forReadingFrom: file)
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let bytes = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  struct Failure: Error { let status: Int32 }
  guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
  return String(decoding: bytes, as: UTF8.self)
}
