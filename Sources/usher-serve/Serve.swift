// usher-serve: a site on loopback, for trying it out without a web server. Static files come from the
// document root; what lies under the program's path goes through the same Web room as in usher.cgi.

import Actions
import FlyingFox
import FlyingSocks
import Foundation
import Membership

@main
enum Serve {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    var port: UInt16 = 8080
    var directory: String?
    var place = 0
    while place < arguments.count {
      switch arguments[place] {
      case "--port":
        place += 1
        guard place < arguments.count, let number = UInt16(arguments[place]) else { usage() }
        port = number
      case let text where text.hasPrefix("-"): usage()
      case let text: directory = text
      }
      place += 1
    }
    guard let directory else { usage() }
    let absolute = URL(fileURLWithPath: directory).standardizedFileURL.path
    do {
      let configuration = try Configuration(directory: absolute)
      let installation = try Installation(configuration, .expectingCurrentSchema)
      let handler = SiteHandler(
        configuration: configuration, programPath: installation.settings.programPath,
        port: port)
      // On loopback alone: nobody else's machine can reach it.
      let server = HTTPServer(
        address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled, handler: handler)
      try await server.run()
    } catch {
      complain("usher-serve: \(error)\n")
      exit(1)
    }
  }

  private static func usage() -> Never {
    complain("usage: usher-serve DIRECTORY [--port NUMBER]\n")
    exit(64)
  }

  static func complain(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
