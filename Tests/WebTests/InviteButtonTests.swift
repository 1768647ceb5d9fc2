// The page to which a business system's button leads: what its address may say, and that it makes one link.

import Actions
import Foundation
import Membership
import Secrets
import TestSite
import Testing

@Suite("The button of a business system") struct InviteButtonTests {
  private let site: TestSite
  private let system: BusinessSystem
  private let key: BusinessKey

  init() throws {
    site = try TestSite()
    try site.member("grace", department: "Sales / North")
    (system, key) = try site.businessSystem()
  }

  /// A query that is signed.
  private func query(
    _ member: String = "grace", seconds: Int64 = 200, more: String = "", key: BusinessKey? = nil
  ) -> String {
    let key = key ?? self.key
    let query =
      "system=\(key.id.text)&member=\(member)&expires=\(Moment.now.seconds + seconds)\(more)"
    let code = hmacSHA256(Array("/usher/invite?\(query)".utf8), key: Array(key.secret.utf8))
    return "\(query)&signature=\(hexadecimal(code))"
  }

  private func open(_ query: String) -> Answer { site.ask("/invite", query: query) }

  private func press(_ query: String, from site: String = "same-origin") -> Answer {
    self.site.ask(
      "/invite", query: query, form: [], variables: ["HTTP_SEC_FETCH_SITE": site])
  }

  private var made: Int { get throws { try site.count("SELECT COUNT(*) FROM invitation") } }

  @Test("It is looked at without a change, and makes one link, however often it is pressed")
  func whole() throws {
    let query = query()
    for _ in 0..<3 {
      let page = open(query)
      #expect(page.status == 200 && page.body.contains("Grace Hopper, make a link"))
      #expect(page.body.contains("action=\"/usher/invite?system=\(key.id.text)&amp;member=grace"))
    }
    #expect(try made == 0 && site.count("SELECT COUNT(*) FROM idempotent_answer") == 0)
    let answer = press(query)
    let invitation = try #require(
      try site.open().invitations(in: system, limit: 2).first)
    #expect(answer.status == 200 && answer.body.contains(">Your invitation link</h1>"))
    #expect(answer.body.contains("https://join.example.org/I/\(invitation.code.text)/"))
    #expect(answer.body.contains("/I/\(invitation.code.text)/qr.png\" download"))
    #expect(invitation.inviterName == "Grace Hopper")
    #expect(invitation.departmentPath == "Sales / North")
    let again = press(query)
    #expect(again.status == 200 && again.body.contains("Here it is again"))
    #expect(again.body.contains(invitation.code.text))
    #expect(try made == 1)
    #expect(press(self.query(seconds: 250)).status == 200)
    #expect(try made == 2)
    // Nothing of the member is kept with it.
    #expect(!(try site.dump("idempotent_answer").joined().contains("grace")))
  }

  @Test("The member is named by address too, spelled as it was signed")
  func address() throws {
    let page = press(query("grace%40example.org"))
    #expect(page.status == 200)
    #expect(try made == 1)
  }

  @Test("No byte of the address may be another, nothing may stand behind it, no time but minutes")
  func refused() throws {
    let right = query()
    var tried = 0
    for place in right.indices {
      for sign in ["x", "1"] where right[place...].prefix(1) != sign {
        var other = right
        other.replaceSubrange(place...place, with: sign)
        tried += 1
        #expect(press(other).status >= 400, "\(other)")
      }
    }
    #expect(tried > 200)
    let upper = right.prefix { $0 != "s" } + right
    for wrong in [
      "", "x=1", String(right.dropLast()), right + "&x=1", right + "0", "a=1&" + upper,
      right.replacingOccurrences(of: "&signature", with: "&member=alan&signature"),
      query(seconds: 0), query(seconds: -5), query(seconds: 302), query(seconds: 86_400),
      query(key: BusinessKey(id: key.id, secret: "x")),
      query(key: BusinessKey(id: .new(), secret: key.secret)),
    ] {
      #expect(press(wrong).status >= 400, "\(wrong)")
      #expect(open(wrong).status >= 400, "\(wrong)")
    }
    for expires in ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "x", ""]
    {
      let query = "system=\(key.id.text)&member=grace&expires=\(expires)"
      let code = hmacSHA256(Array("/usher/invite?\(query)".utf8), key: Array(key.secret.utf8))
      #expect(press("\(query)&signature=\(hexadecimal(code))").status == 403, "\(expires)")
    }
    #expect(try made == 0)
    // Other pages do not press it.
    #expect(press(right, from: "cross-site").status == 403)
    #expect(try made == 0)
    #expect(press(right).status == 200)
  }

  @Test("Who is no member, what is over a limit or switched off, and a system that is revoked")
  func states() throws {
    #expect(open(query("nobody")).status == 422)
    try site.publicAccount("press", for: "Sales / North")
    #expect(press(query("press")).status == 422)
    try site.run("UPDATE account SET state = 'suspended' WHERE login = 'grace'")
    #expect(press(query()).status == 422)
    try site.run("UPDATE account SET state = 'active' WHERE login = 'grace'")
    try site.set(.memberLinks, "1")
    #expect(press(query()).status == 200)
    let full = press(query(seconds: 150))
    #expect(full.status == 429 && full.body.contains("You have an open link already"))
    try site.run("UPDATE setting SET value = 'no' WHERE name = 'member_invitations'")
    #expect(open(query(seconds: 100)).status == 403)
    #expect(press(query(seconds: 100)).status == 403)
    try site.run("UPDATE setting SET value = 'yes' WHERE name = 'member_invitations'")
    try site.run("UPDATE business_system SET revoked = 1")
    #expect(open(query(seconds: 50)).status == 403)
    #expect(try made == 1)
  }
}
