// The interface for business systems: signed requests of programs, which make invitations in the names of their
// signed-in people. No cookie counts here, and no form's token: the signature does. Each is carried out once.

import Actions
import CGI
import JSON
import Membership
import Signatures

extension Exchange {
  mutating func answerProgram(_ request: Request, in installation: Installation) throws -> Response
  {
    if let problem = request.problem { throw problem }
    guard let route = InterfaceRoute(path: request.path) else { return Problem.notFound.response }
    let isPost = request.method == .post
    guard isPost || request.method == .get || request.method == .head, route.answers(isPost) else {
      return Problem.notAllowed(route.methods).response
    }
    let message = message(request)
    let signature: MessageSignature
    let system: BusinessSystem
    do {
      signature = try MessageSignature(of: message)
      guard let found = try installation.businessSystem(key: signature.keyID, at: now) else {
        return Problem.unauthorized("The key is unknown, over or revoked.").response
      }
      system = found.system
      try signature.check(message, secret: found.secret, at: now.seconds)
    } catch let problem as SignatureProblem {
      return Problem(problem).response
    }
    if isPost, !request.isJSON, request.form != Fields() { throw RequestError.unsupportedType }
    let call = Call(request: request, system: system, installation: installation)
    var once = BusinessRequest(
      system, signature: signature.digest, request: text(of: message), idempotencyKey: nil)
    do {
      once.idempotencyKey = try idempotencyKey(request)
      switch route {
      case .invitations where isPost: return try create(call, once)
      case .invitations: return try list(call, once)
      case .invitation(let code): return try show(code, call, once)
      case .revocation(let code): return try revoke(code, call, once)
      }
    } catch let refusal as Refusal {
      return try read(call, once) { throw refusal }
    }
  }

  /// One signed request.
  private struct Call {
    let request: Request
    let system: BusinessSystem
    let installation: Installation
  }

  private struct Refusal: Error {
    let problem: Problem

    init(_ problem: Problem) { self.problem = problem }
  }

  private func message(_ request: Request) -> SignedMessage {
    let halves = settings.baseAddress.origin.split(separator: ":", maxSplits: 1)
    let target = request.target
    return SignedMessage(
      method: request.method.name, scheme: String(halves.first ?? ""),
      authority: String((halves.last ?? "").drop { $0 == "/" }), path: target.path,
      query: target.query, body: request.json
    ) { request.header($0) }
  }

  private func text(of message: SignedMessage) -> String {
    "\(message.method) \(message.path)?\(message.query)\n"
      + String(decoding: message.body, as: UTF8.self)
  }

  private func idempotencyKey(_ request: Request) throws -> String? {
    guard let key = request.header("idempotency-key") else { return nil }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw Refusal(.bad("Idempotency-Key", "The key has 1 to 255 visible ASCII characters."))
    }
    return key
  }

  // MARK: Reading

  private func query(_ request: Request, _ known: Set<String>) throws {
    for (name, _) in request.query where !known.contains(name) {
      throw Refusal(.bad(name, "There is no parameter \(name)."))
    }
  }

  private func list(_ call: Call, _ once: BusinessRequest) throws -> Response {
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

  private func show(_ typed: String, _ call: Call, _ once: BusinessRequest) throws -> Response {
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

  private func read(_ call: Call, _ once: BusinessRequest, _ answer: () throws -> JSON) throws
    -> Response
  {
    // What is only read needs no key.
    var once = once
    once.idempotencyKey = nil
    return switch try perform(once, in: call.installation, answer, answer: { _ in nil }) {
    case .done(.success(let json)): self.json(.ok, json.text)
    case .done(.failure(let refusal)): refusal.problem.response
    case .replayed, .again, .otherRequest: replayed
    }
  }

  /// What is refused takes the signature too: sent again when it would be allowed, it is not carried out.
  private func perform<Done>(
    _ once: BusinessRequest, in installation: Installation, _ work: () throws -> Done,
    answer: (Done) -> (status: Int, body: String)?
  ) throws -> BusinessRequest.Outcome<Result<Done, Refusal>> {
    try once.perform(
      in: installation, at: now,
      {
        do { return .success(try work()) } catch let refusal as Refusal {
          return .failure(refusal)
        }
      }, answer: { (try? $0.get()).flatMap(answer) })
  }

  private var replayed: Response {
    Problem.unauthorized("This signature was taken before; sign each request anew.").response
  }

  // MARK: Changing

  private mutating func create(_ call: Call, _ once: BusinessRequest) throws -> Response {
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
      { () throws -> (code: InvitationCode, body: String) in
        switch try invite.performWithin(installation, at: now) {
        case .created(let invitation):
          return (invitation.code, try json(invitation, installation).text)
        case .refused(let problem): throw Refusal(Problem(problem, at: now))
        }
      }, answer: { (Status.created.rawValue, $0.body) })
    switch outcome {
    case .done(.success(let (code, body))):
      // What cannot be written now the next build writes.
      if publish([code], in: installation) != nil { followUps.append(["build"]) }
      return created(body)
    case .done(.failure(let refusal)): return refusal.problem.response
    case .again(let body): return created(body)
    case .otherRequest: return Problem.idempotencyKey.response
    case .replayed: return replayed
    }
  }

  private func created(_ body: String) -> Response {
    var response = json(.created, body)
    if case .object(let members)? = try? JSON(Array(body.utf8)),
      case .string(let code)? = members.first(where: { $0.name == "code" })?.value
    {
      let path = InterfaceRoute.invitation(code: code).path
      response.headers.append(Header("Location", settings.baseAddress.origin + mount + path))
    }
    return response
  }

  private mutating func revoke(_ typed: String, _ call: Call, _ once: BusinessRequest) throws
    -> Response
  {
    try query(call.request, [])
    _ = try body(call.request, [], required: [])
    let installation = call.installation
    let now = now
    let outcome = try perform(
      once, in: installation,
      { () throws -> (code: InvitationCode, body: String) in
        let invitation = try find(typed, call)
        let revoke = RevokeInvitation(invitation.code, by: .businessSystem(call.system.id))
        // Ended before or now, it is ended.
        _ = try revoke.performWithin(installation, at: now)
        return (invitation.code, try json(try find(typed, call), installation).text)
      }, answer: { (Status.ok.rawValue, $0.body) })
    switch outcome {
    case .done(.success(let (code, body))):
      if publish([code], in: installation) != nil { followUps.append(["build"]) }
      return json(.ok, body)
    case .done(.failure(let refusal)): return refusal.problem.response
    case .again(let body): return json(.ok, body)
    case .otherRequest: return Problem.idempotencyKey.response
    case .replayed: return replayed
    }
  }

  // MARK: Bodies

  /// The texts of an object.
  private func body(_ request: Request, _ known: [String], required: [String]) throws
    -> [String: String]
  {
    guard !request.json.isEmpty else {
      if let missing = required.first {
        throw Refusal(.bad(missing, "The body is missing: a JSON object with \(missing)."))
      }
      return [:]
    }
    let value: JSON
    do throws(JSON.Malformed) { value = try JSON(request.json) } catch {
      throw Refusal(.bad(nil, "The body is not JSON: \(error.reason), at byte \(error.place)."))
    }
    guard case .object(let members) = value else {
      throw Refusal(.bad(nil, "The body is not a JSON object."))
    }
    var texts: [String: String] = [:]
    for member in members {
      guard known.contains(member.name) else {
        throw Refusal(.bad(member.name, "There is no field \(member.name)."))
      }
      guard case .string(let text) = member.value else {
        throw Refusal(.bad(member.name, "\(member.name) is a string."))
      }
      texts[member.name] = text
    }
    for name in required where texts[name] == nil {
      throw Refusal(.bad(name, "The field \(name) is missing."))
    }
    return texts
  }

  private func json(_ status: Status, _ text: String) -> Response {
    Response(
      status, headers: [Header("Content-Type", "application/json")], body: Array(text.utf8))
  }

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
