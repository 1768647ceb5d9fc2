// Every address that there is, in a site that has something behind each.

import Actions
import Membership
import Store
import TestSite

@testable import Web

struct EveryRoute {
  let site: TestSite
  let routes: [Route]

  init() throws {
    site = try TestSite()
    let invitation = try site.invitation()
    try site.set(.memberInvitations, "yes")
    guard
      case .created(let own) = try InviteAsMember(site.administrator, language: .english)
        .perform(in: site.open(), at: .now)
    else { throw TestSite.Unexpected("no invitation of a member") }
    let applied = site.ask(
      "/apply",
      form: [("code", invitation.code.text), ("name", "Grace"), ("email", "grace@navy.example")])
    let location = applied["Location"] ?? ""
    guard let token = location.split(separator: "/").last.map({ String($0.prefix(43)) }),
      let entry = try Self.mail(site),
      let application = try site.open().applications(
        ApplicationFilter(), by: .newest, limit: 1
      ).first
    else { throw TestSite.Unexpected("nothing to look at") }
    guard let department = try site.open().departments().first,
      case .added(let holding) = try AddHolding(.role, named: "Editor", by: .commandLine)
        .perform(in: site.open(), at: .now)
    else { throw TestSite.Unexpected("nothing to look at") }
    _ = try site.publicAccount("press")
    routes =
      Route.fixed + [
        .status(token: token), .invitation(code: invitation.code.text),
        .application(reference: application.reference), .mailEntry(id: entry.id.text),
        .administrator(login: "ada"), .department(id: department.id.text),
        .holding(id: holding.id.text),
        .publicAccount(login: "press"), .ownInvitation(code: own.code.text), .person(login: "alan"),
        .erasePerson(login: "alan"),
      ]
  }

  /// Somebody who joined directly, and the welcome mail.
  private static func mail(_ site: TestSite) throws -> OutboxEntry? {
    let invitation = try site.invitation(approval: false)
    _ = site.ask(
      "/apply",
      form: [("code", invitation.code.text), ("name", "Alan"), ("email", "alan@park.example")])
    return try site.store().outbox.list(state: nil, from: .first, limit: 1).first
  }

  /// Those whose form only the signed-in may send.
  var guarded: [Route] {
    routes.filter {
      switch $0 {
      case .apply, .status, .signIn, .signInCode, .signOut: false
      // Who may is in its address, and nobody signs in.
      case .inviteButton: false
      default: $0.methods.post
      }
    }
  }
}
