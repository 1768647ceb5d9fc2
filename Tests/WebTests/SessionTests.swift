// How long a session lives, what of it is stored, and what ends it within one request.

import Actions
import Foundation
import Membership
import Secrets
import TestSite
import Testing

@Suite("Sessions") struct SessionTests {
  private func isOpen(_ site: TestSite, _ cookie: String) -> Bool {
    site.ask("/me", cookie: cookie).status == 200
  }

  @Test("A session has 256 random bits, of which a digest alone is stored")
  func stored() throws {
    let site = try TestSite()
    let cookies = try (0..<20).map { _ in try site.signIn() }
    let tokens = cookies.map { String($0.dropFirst("__Host-usher=".count)) }
    #expect(Set(tokens).count == 20 && tokens.allSatisfy { $0.utf8.count == 43 })
    let rows = try site.dump("session") + site.dump("device")
    for token in tokens {
      #expect(!rows.contains { $0.contains(token) })
      #expect(rows.contains { $0.contains(digest(token)) })
    }
  }

  @Test("It ends after 30 minutes without a request, and after 8 hours whatever happens")
  func ages() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    try site.run("UPDATE session SET seen = seen - 1790")
    #expect(isOpen(site, cookie))  // And begins its half hour anew.
    try site.run("UPDATE session SET seen = seen - 1790")
    #expect(isOpen(site, cookie))
    try site.run("UPDATE session SET seen = seen - 1801")
    #expect(!isOpen(site, cookie))
    let other = try site.signIn()
    try site.run("UPDATE session SET created = created - 28790")
    #expect(isOpen(site, other))
    try site.run("UPDATE session SET created = created - 20")
    #expect(!isOpen(site, other))
  }

  @Test("Each sign-in begins another, whatever cookie came with it")
  func new() throws {
    let site = try TestSite()
    let first = try site.signIn()
    let again = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password)], cookie: first)
    #expect(again.sessionCookie != nil && again.sessionCookie != first)
    // One that somebody else chose is none, and is not taken over.
    let planted = "__Host-usher=\(RandomToken.new().text)"
    let signedIn = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password)], cookie: planted)
    #expect(signedIn.sessionCookie != planted)
    #expect(!isOpen(site, planted))
  }

  @Test("A suspension, a new password and a reset end all of them, and the next request sees it")
  func ended() throws {
    let site = try TestSite()
    let (one, other) = (try site.signIn(), try site.signIn())
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(!isOpen(site, one))
    try site.run("UPDATE account SET state = 'active'")
    #expect(isOpen(site, one))
    let token = try #require(site.ask("/me/password", cookie: one).formToken)
    let chosen = "a ship in port is safe"
    let changed = site.ask(
      "/me/password",
      form: [
        ("token", token), ("current", TestSite.password), ("chosen", chosen), ("repeated", chosen),
      ], cookie: one)
    let new = try #require(changed.sessionCookie)
    #expect(!isOpen(site, one) && !isOpen(site, other) && isOpen(site, new))
    _ = try ReissuePassword(login: site.administrator.login, by: .commandLine)
      .perform(in: site.open(), at: .now)
    #expect(!isOpen(site, new))
  }

  @Test(
    "Five who sign in at once where four passwords are compared: 503, Retry-After, and no wrong try"
  )
  func busy() throws {
    let site = try TestSite()
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    holder.arguments = [
      "-c",
      """
      import fcntl, os, sys, time
      file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
      fcntl.lockf(file, fcntl.LOCK_EX, 4, 0)
      print("held", flush=True)
      time.sleep(60)
      """, site.directory + "/usher.db.slots",
    ]
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    defer { kill(holder.processIdentifier, SIGKILL) }
    _ = output.fileHandleForReading.availableData
    let answer = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password)],
      variables: ["REMOTE_ADDR": "192.0.2.1"])
    #expect(answer.status == 503)
    #expect(answer["Retry-After"] == "60")
    #expect(try site.count("SELECT SUM(failures) FROM guess") == 0)
    #expect(try site.count("SELECT SUM(taken) FROM quota") == 0)
  }
}
