// The applicant's side over the web: confirm, too many, the status page's forms.

import Foundation
import Membership
import TestSite
import Testing

@Suite("Applicants' pages") struct ApplicantPagesTests {
  private func post(
    _ site: TestSite, _ invitation: Invitation, _ email: String, more: [(String, String)] = [],
    client: String = "192.0.2.7"
  ) -> Answer {
    site.ask(
      "/apply",
      form: [("code", invitation.code.text), ("lang", "en"), ("name", "Grace"), ("email", email)]
        + more, variables: ["REMOTE_ADDR": client])
  }

  private func confirmation(_ answer: Answer) -> String {
    answer.body.firstMatch(of: /name="confirmation" value="([^"]*)"/).map { String($0.1) } ?? ""
  }

  @Test("Who fills the field that nobody sees is asked to confirm, and nothing is lost")
  func hiddenField() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    let answer = post(site, invitation, "grace@navy.example", more: [("website", "http://x")])
    #expect(answer.status == 200 && answer.body.contains("Please confirm"))
    #expect(answer.body.contains("name=\"email\" value=\"grace@navy.example\""))
    #expect(try site.count("SELECT COUNT(*) FROM application") == 0)
    // A machine presses at once; it is asked once more.
    let sent = confirmation(answer)
    let fast = post(
      site, invitation, "grace@navy.example", more: [("website", "x"), ("confirmation", sent)])
    #expect(fast.status == 200 && fast.body.contains("Please confirm"))
    sleep(3)
    let slow = post(site, invitation, "grace@navy.example", more: [("confirmation", sent)])
    #expect(slow.status == 303)
    #expect(try site.count("SELECT COUNT(*) FROM application") == 1)
  }

  @Test("After twenty from one network: 429 with Retry-After, and what was typed")
  func tooMany() throws {
    let site = try TestSite()
    for place in 0..<20 {
      #expect(post(site, try site.invitation(), "p\(place)@example.net").status == 303)
    }
    let answer = post(site, try site.invitation(), "late@example.net")
    #expect(answer.status == 429)
    #expect((1...600).contains(Int(answer["Retry-After"] ?? "") ?? 0))
    #expect(answer.body.contains("value=\"late@example.net\""))
    #expect(
      post(site, try site.invitation(), "late@example.net", client: "192.0.2.8").status == 303)
    try site.set(.addressQuota, "30")
    #expect(post(site, try site.invitation(), "later@example.net").status == 303)
  }

  @Test("The status page mends the address and takes the application back")
  func status() throws {
    let site = try TestSite()
    let token = try site.apply(try site.invitation(maxUses: 1)).token
    let path = "/application/\(token)"
    func send(_ form: [(String, String)]) -> Answer { site.ask(path, form: form) }
    #expect(site.ask(path).body.contains("value=\"mend\""))
    let wrong = send([("action", "mend"), ("email", "grace@navy")])
    #expect(wrong.status == 422 && wrong.body.contains("value=\"grace@navy\""))
    let mended = send([("action", "mend"), ("email", "grace@army.example")])
    #expect(mended["Location"]?.hasSuffix("\(token)?done=mended") == true)
    #expect(site.ask(path, query: "done=mended").body.contains("Your address is changed."))
    #expect(send([("action", "x")]).status == 400)
    let withdrawn = send([("action", "withdraw")])
    #expect(withdrawn.status == 303 && withdrawn.commands.first?.first == "build")
    #expect(site.ask(path).body.contains("You withdrew your application"))
    #expect(!site.ask(path).body.contains("value=\"mend\""))
    #expect(send([("action", "withdraw")]).body.contains("decided meanwhile"))
    #expect(
      send([("action", "mend"), ("email", "a@b.example")]).body.contains("decided meanwhile"))
    #expect(site.ask("/application/x", form: [("action", "withdraw")]).status == 404)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM application WHERE state = 'withdrawn'"
      ) == 1)
  }
}
