// The administrators' pages about invitations, request by request.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Invitation pages") struct InvitationPagesTests {
  private struct Desk {
    let site: TestSite
    let cookie: String
    let token: String

    init() throws {
      site = try TestSite()
      cookie = try site.signIn()
      token = try #require(site.ask("/admin/invitations/new", cookie: cookie).formToken)
    }

    func get(_ path: String, _ query: String = "") -> Answer {
      site.ask(path, query: query, cookie: cookie)
    }

    func post(_ path: String, _ form: [(String, String)]) -> Answer {
      site.ask(path, form: [("token", token)] + form, cookie: cookie)
    }

    func create(_ fields: [(String, String)] = []) -> Answer {
      var form = [
        "label": "Stand C", "validity": "7d", "until": "", "opens": "", "department": "",
        "approval": "yes", "limit": "", "language": "en",
      ]
      for (name, value) in fields { form[name] = value }
      return post("/admin/invitations/new", form.map { ($0.key, $0.value) })
    }
  }

  @Test("Made from the form, its page shows link, QR code and downloads named after the label")
  func make() throws {
    let desk = try Desk()
    let department = try #require(
      try desk.site.open().departments().first { $0.name == "North" })
    let made = desk.create([
      ("label", "Stand/C"), ("department", department.id.text), ("limit", "12"),
      ("approval", "no"), ("language", "zh-Hans"),
    ])
    #expect(made.status == 303)
    let code = try #require(
      try desk.site.open().invitations(InvitationFilter(), by: .newest, limit: 1, at: .now).first)
    #expect(made["Location"]?.hasSuffix("/admin/invitations/\(code.code.text)?done=made") == true)
    #expect(code.maxUses == 12 && !code.requiresApproval && code.language == .simplifiedChinese)
    #expect(code.departmentPath == "Sales / North")
    let page = desk.get("/admin/invitations/\(code.code.text)", "done=made").body
    #expect(page.contains("Link and QR code are ready."))
    #expect(page.contains("value=\"https://join.example.org/I/\(code.code.text)/\" readonly"))
    #expect(page.contains("/I/\(code.code.text)/qr.png\" download=\"Stand-C.png\""))
    #expect(page.contains("/I/\(code.code.text)/qr.svg\" download=\"Stand-C.svg\""))
    // The settings used last come back.
    let again = desk.get("/admin/invitations/new").body
    #expect(again.contains("value=\"\(department.id.text)\" selected"))
    #expect(again.contains("value=\"no\" selected") && again.contains("value=\"12\""))
    #expect(again.contains("value=\"7d\" selected"))
    #expect(again.contains("value=\"zh-Hans\" selected"))
  }

  @Test(
    "What cannot be is said at its field; what was typed stays, nothing is made",
    arguments: [
      (["label": String(repeating: "x", count: 101)], "at most 100 characters"),
      (["validity": "until", "until": "2020-01-01T10:00"], "That moment is over"),
      (["validity": "until", "until": "soon"], "Please give day and time"),
      (["validity": "until"], "Please give day and time"),
      (["opens": "x"], "Please give day and time"),
      (
        ["validity": "until", "until": "2030-01-01T10:00", "opens": "2031-01-01T10:00"],
        "would end before it opens"
      ),
      (["department": "Nowhere"], "There is no such department"),
      (["limit": "0"], "a number from 1 to 1000000"), (["limit": "ten"], "a number from 1"),
    ])
  func refused(_ fields: [String: String], _ sentence: String) throws {
    let desk = try Desk()
    let answer = desk.create(fields.map { ($0.key, $0.value) })
    #expect(answer.status == 422)
    #expect(answer.body.contains(sentence) && answer.body.contains("aria-invalid"))
    for (name, value) in fields where name != "validity" && name != "department" {
      #expect(answer.body.contains("value=\"\(value)\""), "\(name)")
    }
    #expect(try desk.site.count("SELECT COUNT(*) FROM invitation") == 0)
  }

  @Test("A page that cannot be written is said with its cause; the invitation is kept")
  func unpublished() throws {
    let desk = try Desk()
    let file = URL(fileURLWithPath: desk.site.directory + "/usher.conf")
    let text = try String(contentsOf: file, encoding: .utf8)
    let failing = desk.site.directory + "/failing"
    try Data("#!/bin/sh\necho 'usher: the disk is full: make room' >&2\nexit 1\n".utf8).write(
      to: URL(fileURLWithPath: failing))
    chmod(failing, 0o755)
    try Data(text.replacingOccurrences(of: "/bin/true", with: failing).utf8).write(to: file)
    let answer = desk.create()
    #expect(answer.status == 200)
    #expect(
      answer.body.contains("its page could not be written: usher: the disk is full: make room"))
    #expect(try desk.site.count("SELECT COUNT(*) FROM invitation") == 1)
    try Data(text.replacingOccurrences(of: "/bin/true", with: "/no/such/usher").utf8).write(
      to: file)
    #expect(desk.create().body.contains("cannot start /no/such/usher"))
  }

  @Test("Extended, relabelled, retargeted, limited, printed, revoked on its page")
  func change() throws {
    let desk = try Desk()
    let invitation = try desk.site.invitation(maxUses: 3)
    try desk.site.apply(invitation)
    try desk.site.apply(invitation, "Linus", "linus@kernel.example")
    let path = "/admin/invitations/\(invitation.code.text)"
    func change(_ fields: [(String, String)]) -> Answer {
      var form = [
        "action": "change", "label": "Stand B", "validity": "keep", "approval": "yes",
        "department": "", "limit": "3",
      ]
      for (name, value) in fields { form[name] = value }
      return desk.post(path, form.map { ($0.key, $0.value) })
    }
    #expect(change([("validity", "1d"), ("label", "Hall"), ("limit", "2")]).status == 303)
    let found = try desk.site.reload(invitation)
    #expect(found.label == "Hall" && found.maxUses == 2 && found.department == nil)
    let fewer = change([("limit", "1")])
    #expect(fewer.status == 422 && fewer.body.contains("2 are used already"))
    let past = change([("validity", "until"), ("until", "2020-01-01T00:00")])
    #expect(past.status == 422 && past.body.contains("That moment is over"))
    #expect(change([("department", "gone")]).body.contains("There is no such department"))
    #expect(try desk.site.reload(invitation) == found)
    #expect(desk.post(path, [("action", "printed")]).status == 303)
    #expect(try desk.site.reload(invitation).printed != nil)
    #expect(desk.post(path, [("action", "revoke")]).status == 303)
    #expect(desk.post(path, [("action", "revoke")]).body.contains("withdrawn already"))
    #expect(change([]).body.contains("withdrawn already"))
    #expect(desk.post(path, [("action", "x")]).status == 400)
    #expect(!desk.get(path).body.contains("value=\"change\""))
    #expect(desk.get("/admin/invitations/0000-0000-00000").status == 404)
  }

  @Test(
    "A form changes only what was changed in it, whatever another has changed since it was opened")
  func stale() throws {
    let desk = try Desk()
    let invitation = try desk.site.invitation(maxUses: 3)
    let path = "/admin/invitations/\(invitation.code.text)"
    let department = invitation.department?.text ?? ""
    let page = desk.get(path).body
    let before = [
      ("before-label", "Stand B"), ("before-department", department), ("before-approval", "yes"),
      ("before-limit", "3"),
    ]
    for (name, value) in before {
      #expect(page.contains("name=\"\(name)\" value=\"\(value)\""))
    }
    try desk.site.run("UPDATE invitation SET requires_approval = 0, max_uses = 9")
    let answer = desk.post(
      path,
      before + [
        ("action", "change"), ("label", "Hall"), ("validity", "keep"), ("department", department),
        ("approval", "yes"), ("limit", "3"),
      ])
    #expect(answer.status == 303)
    let found = try desk.site.reload(invitation)
    #expect(found.label == "Hall" && !found.requiresApproval && found.maxUses == 9)
    #expect(
      try desk.site.count(
        "SELECT COUNT(*) FROM audit_log WHERE verb IN ('retarget', 'limit', 'extend')") == 0)
  }

  @Test("Reset All shows what dies, ends it, and the second time says that there is nothing")
  func reset() throws {
    let desk = try Desk()
    let invitation = try desk.site.invitation()
    try desk.site.apply(invitation)
    let preview = desk.get("/admin/invitations/reset").body
    #expect(preview.contains("One link of yours ends at once."))
    #expect(preview.contains("One application waits that came through them"))
    #expect(try desk.site.reload(invitation).revoked == nil)
    let done = desk.post("/admin/invitations/reset", [])
    #expect(done.status == 303)
    #expect(desk.get("/admin/invitations", "reset=1").body.contains("One link has ended."))
    #expect(desk.get("/admin/invitations/reset").body.contains("there is nothing to do"))
    let again = desk.post("/admin/invitations/reset", [])
    #expect(again["Location"]?.hasSuffix("reset=0") == true)
    #expect(desk.get("/admin/invitations", "reset=0").body.contains("There was nothing to do"))
  }

  @Test("The list: each state has its own rows, filters narrow it, pages follow one another")
  func list() throws {
    let desk = try Desk()
    let site = desk.site
    for label in ["Open", "Full", "Revoked", "Later", "Over"] {
      _ = try site.invitation(
        maxUses: label == "Full" ? 1 : nil, validity: label == "Over" ? .seconds(60) : .never,
        notBefore: label == "Later" ? .now + 9999 : nil, label: label,
        at: label == "Over" ? .now + -120 : .now)
    }
    try site.run("UPDATE invitation SET revoked = 1 WHERE label = 'Revoked'")
    try site.run("UPDATE invitation SET uses_completed = 1 WHERE label = 'Full'")
    func labels(_ query: String) -> [String] {
      desk.get("/admin/invitations", query).body.matches(of: /<b>([^<]*)<\/b>/).map {
        String($0.1)
      }
    }
    #expect(Set(labels("")) == ["Open", "Full", "Revoked", "Later", "Over"])
    for (state, label) in [
      ("active", "Open"), ("full", "Full"), ("revoked", "Revoked"), ("not%20yet%20open", "Later"),
      ("expired", "Over"),
    ] {
      #expect(labels("state=\(state)") == [label])
      #expect(labels("state=\(state)&sort=newest") == [label])
    }
    #expect(labels("sort=label") == ["Full", "Later", "Open", "Over", "Revoked"])
    #expect(labels("inviter=nobody") == [])
    #expect(labels("department=Sales%20/%20North").count == 5)
    #expect(desk.get("/admin/invitations", "department=Nowhere").status == 422)
    for place in 0..<120 { _ = try site.invitation(label: "L\(1000 + place)") }
    for sort in ["newest", "label", "state"] {
      for state in ["all", "active"] {
        var seen: [String] = []
        var query: String? = "sort=\(sort)&state=\(state)"
        while let asked = query {
          let body = desk.get("/admin/invitations", asked).body
          seen += body.matches(of: /<b>([^<]*)<\/b>/).map { String($0.1) }
          query = body.firstMatch(of: /rel="next" href="[^?]*\?([^"]*)"/).map {
            String($0.1).replacingOccurrences(of: "&amp;", with: "&")
          }
        }
        #expect(seen.count == (state == "all" ? 125 : 121) && Set(seen).count == seen.count)
      }
    }
  }
}
