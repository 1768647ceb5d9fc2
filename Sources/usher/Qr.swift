// `usher qr`: what usher.cgi, which carries no QR library, lets this program draw; and images by the dozen.

import ArgumentParser
import Foundation
import QR

struct Qr: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a text from standard input as a QR code in SVG.",
    discussion: """
      With --png: many at once. Each line of standard input is a text, a TAB and the file to write.
      """)

  @Option(help: "What a screen reader says of it.")
  var title = "QR"

  @Flag(help: "Write a PNG image for each line.")
  var png = false

  func run() throws {
    if png { return try drawImages() }
    // Never an argument: others on the host could read it.
    let input = FileHandle.standardInput.readDataToEndOfFile()
    guard !input.isEmpty, let text = String(data: input, encoding: .utf8) else {
      throw Complaint("there is no text to draw", mend: "give one, in UTF-8, on standard input")
    }
    do throws(QRCode.TooLong) {
      print(try QRCode(text).svg(title: title), terminator: "")
    } catch {
      throw Complaint("\(error)", mend: "give a shorter text")
    }
  }

  private func drawImages() throws {
    while let line = readLine() {
      let halves = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else {
        throw Complaint("there is no TAB in a line", mend: "give a text, a TAB and a file's name")
      }
      let file = String(halves[1])
      let image: [UInt8]
      do { image = try QRCode(String(halves[0])).png() } catch {
        throw Complaint("\(error)", mend: "give a shorter text for \(file)")
      }
      let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      defer { close(descriptor) }
      guard descriptor >= 0, write(descriptor, image, image.count) == image.count else {
        throw Complaint(
          "cannot write \(file) (\(String(cString: strerror(errno))))",
          mend: "choose a file in a folder that you may write")
      }
    }
  }
}
