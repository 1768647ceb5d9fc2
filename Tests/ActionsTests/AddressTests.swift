// Addresses and logins are compared by ASCII's rules alone, and mail goes to what is stored, not to what
// somebody typed later.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("Addresses") struct AddressTests {
  @Test(
    "What looks like a letter of an address is another: it signs nobody in, and is no known address",
    arguments: [
      "\u{212A}irk@skim.example", "kir\u{212A}@skim.example", "k\u{131}rk@skim.example",
      "kirk@\u{17F}kim.example", "kirk@sk\u{131}m.example", "\u{FF4B}irk@skim.example",
      "kirk@skim.example\u{200B}", "ki\u{301}rk@skim.example", "\u{212A}irk", "k\u{131}rk",
    ])
  func lookAlikes(_ typed: String) throws {
    let site = try TestSite()
    let add = AddAdministrator(
      login: try #require(Login("kirk")), name: try PersonName("James"),
      email: try EmailAddress("Kirk@Skim.example"), language: .english,
      password: try Password(TestSite.password, personal: []))
    _ = try add.perform(in: site.open(), at: .now)
    func signIn(_ name: String) throws -> SignIn.Outcome {
      try SignIn(name: name, password: TestSite.password).perform(in: site.open(), at: .now)
    }
    guard case .refused = try signIn(typed) else { return #expect(Bool(false)) }
    for name in ["KIRK", "KIRK@SKIM.EXAMPLE", "kirk@skim.example"] {
      guard case .signedIn = try signIn(name) else { return #expect(Bool(false), "\(name)") }
    }
    let store = try site.store()
    #expect(try store.accounts.find(email: EmailAddress(stored: typed)) == nil)
    #expect(try store.accounts.find(email: EmailAddress(stored: "kIRK@sKIM.eXAMPLE")) != nil)
  }

  @Test("Mail goes to the stored address, however it was asked for")
  func stored() throws {
    let site = try TestSite()
    let invitation = try site.invitation(approval: false)
    func apply(_ email: String) throws {
      _ = try Apply(
        code: invitation.code.text, name: "Grace", email: email, language: .english
      ).perform(in: site.open(), at: .now)
    }
    try apply("Grace.Hopper@Navy.Example")
    // The second gets a reminder that there is an account: it goes to the first.
    try apply("GRACE.HOPPER@NAVY.EXAMPLE")
    _ = try ReissuePassword(login: #require(Login("grace.hopper")), by: .commandLine)
      .perform(in: site.open(), at: .now)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 3)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM mail_outbox WHERE recipient = 'Grace.Hopper@Navy.Example'") == 3)
  }
}
