// `usher qr`: what usher.cgi, which carries no QR library, lets this program draw.

import ArgumentParser
import Foundation
import QR

struct Qr: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a text from standard input as a QR code in SVG.")

  @Option(help: "What a screen reader says of it.")
  var title = "QR"

  func run() throws {
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
}
