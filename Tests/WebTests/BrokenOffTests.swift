// A download that its receiver breaks off is no failure of ours, and one that we break off is one.

import CGI
import TestSite
import Testing
import Web

@Suite("Downloads broken off") struct BrokenOffTests {
  private struct Gone: Error {}

  @Test(
    "The log has one line of our own failure, and none of who went away", arguments: [true, false])
  func log(isOurs: Bool) throws {
    let site = try TestSite()
    let environment = [
      "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/usher",
      "PATH_INFO": "/admin/applications/export.csv", "HTTP_COOKIE": try site.signIn(),
    ]
    let request = try Request(environment: environment) { _ throws(RequestError) in [] }
    var lines: [String] = []
    let responder = Responder(directory: site.directory)
    let response = responder.respond(to: .success(request)) { lines.append($0) }.0
    let stream = try #require(response.stream)
    if isOurs { try site.run("ALTER TABLE application RENAME TO broken") }
    #expect(throws: (any Error).self) { try stream { _ in if !isOurs { throw Gone() } } }
    #expect(lines.count == (isOurs ? 1 : 0))
    #expect(lines.allSatisfy { !$0.contains(where: \.isNewline) })
  }
}
