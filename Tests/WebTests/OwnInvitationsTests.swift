// A member's page of invitations: made with one button, looked at, ended; another's is not there.

import Actions
import Membership
import TestSite
import Testing

@Suite("A member's invitations over the web") struct OwnInvitationsTests {
  private let site: TestSite
  private let cookie: String

  init() throws {
    site = try TestSite()
    try site.member("grace", department: "Sales / North")
    try site.set(.memberInvitations, "yes")
    cookie = try site.signIn("grace")
  }

  private func post(_ path: String, _ form: [(String, String)]) throws -> Answer {
    let token = try #require(site.ask("/me", cookie: cookie).formToken)
    return site.ask(path, form: form + [("token", token)], cookie: cookie)
  }

  private func make(_ label: String = "Book <club>") throws -> String {
    let answer = try post("/me/invitations", [("label", label)])
    #expect(answer.status == 303)
    let location = try #require(answer["Location"])
    return String(try #require(location.split(separator: "/").last).prefix { $0 != "?" })
  }

  @Test("The home leads there where members may invite, or somebody has")
  func home() throws {
    let link = "href=\"/usher/me/invitations\""
    #expect(site.ask("/me", cookie: cookie).body.contains(link))
    _ = try make()
    try off(.keep)
    #expect(site.ask("/me", cookie: cookie).body.contains(link))
    try site.member("joan")
    #expect(!site.ask("/me", cookie: try site.signIn("joan")).body.contains(link))
  }

  private func off(_ links: OutstandingLinks) throws {
    let change = ChangeSettings(
      [(.memberInvitations, "no")], memberLinks: links, by: .commandLine)
    guard case .changed = try change.perform(in: site.open(), at: .now) else {
      throw TestSite.Unexpected("not switched off")
    }
  }

  @Test("Made: on to its page with link, QR code and downloads; it stands in the list")
  func made() throws {
    #expect(
      site.ask("/me/invitations", cookie: cookie).body.contains("You have 0 of 5 open links."))
    let code = try make()
    let page = site.ask("/me/invitations/\(code)", query: "done=made", cookie: cookie)
    #expect(page.status == 200)
    for text in [
      "Your link and its QR code are ready.", "Book &lt;club&gt;", "/I/\(code)/",
      "/I/\(code)/qr.png\" download=\"Book -club-.png\"", "Sales / North",
      "An administrator decides on each application",
    ] {
      #expect(page.body.contains(text), "\(text)")
    }
    let list = site.ask("/me/invitations", cookie: cookie).body
    #expect(list.contains("href=\"/usher/me/invitations/\(code)\""))
    #expect(list.contains("You have 1 of 5 open links.") && list.contains("joins Sales") == false)
    // The administrators see it in the same list, by who made it.
    let desk = try site.signIn("ada")
    let grace = try #require(try site.open().account(login: Login("grace") ?? Login.erased()))
    let all = site.ask("/admin/invitations", cookie: desk).body
    #expect(all.contains("/usher/admin/invitations?inviter=\(grace.id.text)"))
    let hers = site.ask(
      "/admin/invitations", query: "inviter=\(grace.id.text)", cookie: desk
    ).body
    #expect(hers.contains(code) && hers.contains("<option value=\"\(grace.id.text)\" selected>"))
    #expect(
      site.ask("/admin/people/grace", cookie: desk).body.contains("?inviter=\(grace.id.text)"))
  }

  @Test("Refused: 422, a sentence, what was typed, and nothing is made")
  func refused() throws {
    let long = String(repeating: "x", count: 101)
    let answer = try post("/me/invitations", [("label", long)])
    #expect(answer.status == 422 && answer.body.contains(long))
    #expect(answer.body.contains("at most 100 characters"))
    try site.set(.memberLinks, "1")
    _ = try make()
    let more = try post("/me/invitations", [("label", "")])
    #expect(more.status == 422 && more.body.contains("You have an open link already."))
    #expect(!site.ask("/me/invitations", cookie: cookie).body.contains("name=\"label\""))
    try off(.keep)
    let off = try post("/me/invitations", [("label", "")])
    #expect(off.status == 422)
    #expect(off.body.contains("Members cannot make invitations at present."))
    #expect(try site.count("SELECT COUNT(*) FROM invitation") == 1)
  }

  @Test("Ended: its page says so, the list too, and the next time nothing changes")
  func ended() throws {
    let code = try make()
    let path = "/me/invitations/\(code)"
    let answer = try post(path, [("action", "revoke")])
    #expect(answer.status == 303 && answer["Location"]?.hasSuffix("?done=ended") == true)
    let page = site.ask(path, query: "done=ended", cookie: cookie).body
    #expect(page.contains("The link has ended.") && !page.contains("value=\"revoke\""))
    #expect(try post(path, [("action", "revoke")]).body.contains("had ended already"))
    #expect(try post(path, [("action", "dance")]).status == 400)
  }

  @Test("Another's is not there, nor one that an administrator made at the desk")
  func others() throws {
    let code = try make()
    try site.member("joan")
    let joan = try site.signIn("joan")
    #expect(site.ask("/me/invitations/\(code)", cookie: joan).status == 404)
    let desk = try site.invitation()
    let ada = try site.signIn("ada")
    #expect(site.ask("/me/invitations/\(desk.code.text)", cookie: ada).status == 404)
    #expect(site.ask("/me/invitations/nonsense", cookie: cookie).status == 404)
  }

  @Test("Who joined is named where the administrators let members see it")
  func joined() throws {
    try site.set(.memberApproval, "no")
    let code = try make()
    let applied = site.ask(
      "/apply", form: [("code", code), ("name", "Alan <T>"), ("email", "alan@park.example")])
    #expect(applied.status == 303)
    let path = "/me/invitations/\(code)"
    let before = site.ask(path, cookie: cookie).body
    #expect(before.contains("<dt>Joined</dt><dd>1</dd>") && !before.contains("Alan"))
    try site.set(.memberSeesJoined, "yes")
    let after = site.ask(path, cookie: cookie).body
    #expect(after.contains("Joined through this link") && after.contains("Alan &lt;T&gt;"))
  }

  @Test(
    "The settings: what is wrong is said at the field; switched off, it is asked what becomes of links"
  )
  func settings() throws {
    let code = try make()
    let ada = try site.signIn("ada")
    let token = try #require(site.ask("/admin/settings", cookie: ada).formToken)
    func save(_ form: [(String, String)]) -> Answer {
      site.ask("/admin/settings", form: form + [("token", token)], cookie: ada)
    }
    let wrong = save([("member_links", "0"), ("before-member_links", "5")])
    #expect(wrong.status == 422 && wrong.body.contains("id=\"member_links-problem\""))
    let off = [("member_invitations", "no"), ("before-member_invitations", "yes")]
    let asked = save(off)
    #expect(asked.status == 422)
    #expect(asked.body.contains("What shall become of the members"))
    #expect(asked.body.contains("value=\"revoke\" required"))
    #expect(try site.open().settings.memberInvitations)
    #expect(save(off + [("links", "revoke")]).status == 303)
    #expect(try !site.open().settings.memberInvitations)
    let checked = try #require(InvitationCode(code))
    #expect(try site.open().invitation(code: checked)?.revoked != nil)
  }
}
