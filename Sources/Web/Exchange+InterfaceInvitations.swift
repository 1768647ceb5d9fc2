// What business systems do with invitations: list, show, make and end those that they have made.

import Actions
import CGI
import JSON
import Membership

extension Exchange {
  func list(_ call: Call, _ once: BusinessRequest) throws -> Response {
    let query = call.request.query
    try self.query(call.request, ["member", "limit", "after"])
    var limit = 100
    if let typed = query["limit"] {
      guard let count = Int(typed), (1...100).contains(count), typed == String(count) else {
        throw Refusal(.bad("limit", "limit is a number from 1 to 100."))
      }
      limit = count
    }
    let after = try query["after"].map { typed in
      guard let code = InvitationCode(typed),
        let last = try call.installation.invitation(code, in: call.system)
      else {
        throw Refusal(.unknownStart(typed))
      }
      return last
    }
    let member = try query["member"].map { typed in
      guard let account = try call.installation.member(typed: typed) else {
        throw Refusal(.member("There is no member \(typed)."))
      }
      return account
    }
    return try read(call, once) {
      let found = try call.installation.invitations(
        in: call.system, by: member, after: after, limit: limit + 1)
      let shown = found.prefix(limit)
      return .object([
        JSON.Member(
          "invitations", .array(try shown.map { try json($0, call.installation) })),
        JSON.Member(
          "next",
          found.count > shown.count ? .string(orNull: shown.last?.code.text) : .null),
      ])
    }
  }

  func show(_ typed: String, _ call: Call, _ once: BusinessRequest) throws -> Response {
    try query(call.request, [])
    return try read(call, once) {
      try json(try find(typed, call), call.installation)
    }
  }

  private func find(_ typed: String, _ call: Call) throws -> Invitation {
    guard let code = InvitationCode(typed),
      let invitation = try call.installation.invitation(code, in: call.system)
    else { throw Refusal(.notFound) }
    return invitation
  }

  mutating func create(_ call: Call, _ once: BusinessRequest) throws -> Response {
    try query(call.request, [])
    let asked = try body(call.request, ["member", "label", "language"], required: ["member"])
    let installation = call.installation
    let typed = asked["member"] ?? ""
    let language = try asked["language"].map { tag in
      guard let language = Language(tag: tag) else {
        let tags = Language.allCases.map(\.tag).joined(separator: ", ")
        throw Refusal(.bad("language", "language is one of \(tags)."))
      }
      return language
    }
    guard let member = try installation.member(typed: typed) else {
      throw Refusal(.member("There is no member \(typed)."))
    }
    let invite = InviteAsMember(
      member, label: asked["label"] ?? "", language: language ?? member.language, in: call.system)
    let now = now
    let outcome = try perform(
      once, in: installation,
      { () throws -> Invitation in
        switch try invite.performWithin(installation, at: now) {
        case .created(let invitation): return invitation
        case .refused(let problem): throw Refusal(Problem(problem, at: now))
        }
      }, invitation: \.id)
    return try changed(outcome, .created, in: installation)
  }

  mutating func revoke(_ typed: String, _ call: Call, _ once: BusinessRequest) throws
    -> Response
  {
    try query(call.request, [])
    _ = try body(call.request, [], required: [])
    let installation = call.installation
    let now = now
    let outcome = try perform(
      once, in: installation,
      { () throws -> Invitation in
        let invitation = try find(typed, call)
        let revoke = RevokeInvitation(invitation.code, by: .businessSystem(call.system.id))
        // Ended before or now, it is ended.
        _ = try revoke.performWithin(installation, at: now)
        return try find(typed, call)
      }, invitation: \.id)
    return try changed(outcome, .ok, in: installation)
  }

  /// Its page is written before the answer, also before one that is given again: nobody knows whether the first
  /// came so far.
  private mutating func changed(
    _ outcome: BusinessRequest.Outcome<Result<Invitation, Refusal>>, _ status: Status,
    in installation: Installation
  ) throws -> Response {
    let found: Invitation?
    switch outcome {
    case .done(.success(let invitation)): found = invitation
    case .again(let id): found = try installation.invitation(id: id)
    case .done(.failure(let refusal)): return refusal.problem.response
    case .otherRequest: return Problem.idempotencyKey.response
    case .replayed: return replayed
    }
    guard let invitation = found else { return Problem.notFound.response }
    // What cannot be written now the next build writes.
    if publish([invitation.code], in: installation) != nil { followUps.append(["build"]) }
    var response = json(status, try json(invitation, installation).text)
    if status == .created {
      let path = InterfaceRoute.invitation(code: invitation.code.text).path
      response.headers.append(Header("Location", settings.baseAddress.origin + mount + path))
    }
    return response
  }

  // MARK: As it is answered

  private func json(_ invitation: Invitation, _ installation: Installation) throws -> JSON {
    let link = settings.baseAddress.link(to: invitation.code)
    return .object([
      JSON.Member("code", .string(invitation.code.text)),
      JSON.Member("link", .string(link)),
      JSON.Member("qr_png", .string(link + "qr.png")),
      JSON.Member("qr_svg", .string(link + "qr.svg")),
      JSON.Member("label", .string(invitation.label)),
      JSON.Member("state", .string(invitation.state(at: now).rawValue)),
      JSON.Member(
        "member", .string(try installation.login(of: invitation.inviter)?.text ?? "")),
      JSON.Member("department", .string(invitation.departmentPath)),
      JSON.Member("requires_approval", .bool(invitation.requiresApproval)),
      JSON.Member("created", .string(invitation.created.rfc3339)),
      JSON.Member("expires", .string(orNull: invitation.expires?.rfc3339)),
      JSON.Member(
        "uses",
        .object([
          JSON.Member("reserved", .number(invitation.usesReserved)),
          JSON.Member("completed", .number(invitation.usesCompleted)),
        ])),
    ])
  }
}
