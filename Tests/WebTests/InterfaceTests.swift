// The interface for business systems: what is made, what is refused and how, and that each request counts once.

import Actions
import Foundation
import JSON
import Membership
import Secrets
import TestSite
import Testing

@Suite("Interface for business systems") struct InterfaceTests {
  private let site: TestSite
  private let system: BusinessSystem
  private let key: BusinessKey

  init() throws {
    site = try TestSite()
    try site.member("grace", department: "Sales / North")
    (system, key) = try site.businessSystem()
  }

  /// A signed request, as it goes over the wire.
  private struct Sent {
    var method = "POST"
    var path = "/api/v1/invitations"
    var query = ""
    var body: String?
    var variables: [String: String] = [:]
  }

  private func sign(
    _ sent: Sent, with key: BusinessKey? = nil, at now: Moment = .now,
    nonce: String = UUID().uuidString
  ) -> Sent {
    let key = key ?? self.key
    var components = [("@method", sent.method), ("@path", "/usher\(sent.path)")]
    if !sent.query.isEmpty { components.append(("@query", "?\(sent.query)")) }
    var signed = sent
    if let body = sent.body {
      let digest = "sha-256=:\(Data(sha256(Array(body.utf8))).base64EncodedString()):"
      components.append(("content-digest", digest))
      signed.variables["HTTP_CONTENT_DIGEST"] = digest
    }
    let names = components.map { "\"\($0.0)\"" }.joined(separator: " ")
    let input =
      "(\(names));created=\(now.seconds);keyid=\"\(key.id.text)\";alg=\"hmac-sha256\";nonce=\"\(nonce)\""
    let base =
      components.map { "\"\($0.0)\": \($0.1)\n" }.joined() + "\"@signature-params\": " + input
    let code = hmacSHA256(Array(base.utf8), key: Array(key.secret.utf8))
    signed.variables["HTTP_SIGNATURE_INPUT"] = "sig1=\(input)"
    signed.variables["HTTP_SIGNATURE"] = "sig1=:\(Data(code).base64EncodedString()):"
    return signed
  }

  private func send(_ sent: Sent) -> Answer {
    var variables = sent.variables
    // As a program sends: no page of ours, no cookie.
    variables["HTTP_SEC_FETCH_SITE"] = ""
    if sent.body != nil {
      variables["CONTENT_TYPE"] = variables["CONTENT_TYPE"] ?? "application/json"
    } else {
      variables["CONTENT_TYPE"] = ""
    }
    return site.ask(
      sent.path, query: sent.query, method: sent.method, variables: variables,
      body: sent.body ?? "")
  }

  private func create(_ body: String, key idempotencyKey: String? = nil) -> Answer {
    var sent = sign(Sent(body: body))
    if let idempotencyKey { sent.variables["HTTP_IDEMPOTENCY_KEY"] = idempotencyKey }
    return send(sent)
  }

  private func get(_ path: String = "", query: String = "") -> Answer {
    send(sign(Sent(method: "GET", path: "/api/v1/invitations\(path)", query: query)))
  }

  private func members(_ answer: Answer) throws -> [String: JSON] {
    guard case .object(let members) = try JSON(Array(answer.body.utf8)) else {
      throw TestSite.Unexpected("no object: \(answer.body)")
    }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
  }

  private func code(_ answer: Answer) throws -> String {
    guard case .string(let code)? = try members(answer)["code"] else {
      throw TestSite.Unexpected("no code: \(answer.body)")
    }
    return code
  }

  private func expectProblem(
    _ answer: Answer, _ status: Int, _ name: String, field: String? = nil,
    _ sentence: String = "", at location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(answer.status == status, "\(answer.body)", sourceLocation: location)
    #expect(answer["Content-Type"] == "application/problem+json", sourceLocation: location)
    let members = try members(answer)
    #expect(members["type"] == .string("urn:usher:problem:\(name)"), sourceLocation: location)
    #expect(members["status"] == .number(status), sourceLocation: location)
    #expect(
      members["field"] == field.map { .string($0) }, "\(answer.body)", sourceLocation: location)
    #expect(
      sentence.isEmpty || answer.body.contains(sentence), "\(answer.body)", sourceLocation: location
    )
  }

  private var made: Int { get throws { try site.count("SELECT COUNT(*) FROM invitation") } }

  // MARK: What is made

  @Test(
    "Made in a member's name, by login or address, by the members' rules; shown; in the list; ended"
  )
  func whole() throws {
    let answer = create(#"{"member":"grace","label":"Book club","language":"zh-Hans"}"#)
    #expect(answer.status == 201 && answer["Content-Type"] == "application/json")
    let code = try code(answer)
    #expect(answer["Location"] == "https://join.example.org/usher/api/v1/invitations/\(code)")
    let members = try members(answer)
    #expect(members["link"] == .string("https://join.example.org/I/\(code)/"))
    #expect(members["qr_png"] == .string("https://join.example.org/I/\(code)/qr.png"))
    #expect(members["member"] == .string("grace") && members["label"] == .string("Book club"))
    #expect(members["department"] == .string("Sales / North"))
    #expect(members["state"] == .string("active") && members["requires_approval"] == .bool(true))
    let checked = try #require(InvitationCode(code))
    let invitation = try #require(try site.open().invitation(code: checked))
    #expect(invitation.language == .simplifiedChinese)

    let second = try self.code(create(#"{"member":"Grace@Example.org"}"#))
    let shown = get("/\(code)")
    #expect(shown.status == 200 && shown.body == answer.body)
    let list = get()
    #expect(list.status == 200)
    guard case .array(let rows)? = try self.members(list)["invitations"] else {
      return #expect(Bool(false))
    }
    #expect(rows.count == 2 && list.body.contains(code) && list.body.contains(second))
    let page = get(query: "limit=1")
    guard case .string(let next)? = try self.members(page)["next"] else {
      return #expect(Bool(false))
    }
    let rest = get(query: "limit=1&after=\(next)")
    #expect(try self.members(rest)["next"] == .null)
    #expect(Set([page.body.contains(code), rest.body.contains(code)]) == [true, false])
    #expect(get(query: "member=ada").body.contains("\"invitations\":[]"))

    let ended = send(sign(Sent(path: "/api/v1/invitations/\(code)/revoke")))
    #expect(ended.status == 200)
    #expect(try self.members(ended)["state"] == .string("revoked"))
    // The member had no part in it.
    let lines = try site.open().auditLines(subject: invitation.id.text, limit: 9)
    #expect(lines.map(\.entry.verb) == ["revoke", "create"])
    #expect(lines.first?.entry.actor == .businessSystem(system.id))
    // Once more, it is ended all the same.
    #expect(send(sign(Sent(path: "/api/v1/invitations/\(code)/revoke"))).status == 200)
    // The member sees it on the own page; the administrators by inviter.
    #expect(site.ask("/me/invitations", cookie: try site.signIn("grace")).body.contains(second))
  }

  @Test("Another system's invitations are not there, nor those made elsewhere")
  func others() throws {
    let code = try code(create(#"{"member":"grace"}"#))
    let add = AddBusinessSystem(named: "Shop", linksPerDay: 1, by: .commandLine)
    guard case .added(_, let other) = try add.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let path = "/api/v1/invitations/\(code)"
    try expectProblem(send(sign(Sent(method: "GET", path: path), with: other)), 404, "not-found")
    try expectProblem(send(sign(Sent(path: path + "/revoke"), with: other)), 404, "not-found")
    let desk = try site.invitation()
    try expectProblem(get("/\(desk.code.text)"), 404, "not-found")
    try expectProblem(get("/nonsense"), 404, "not-found")
    try expectProblem(get("/\(code)/dance"), 404, "not-found")
    try expectProblem(get(query: "after=\(desk.code.text)"), 422, "after", field: "after")
  }

  // MARK: What is refused

  @Test("Switched off, unknown, suspended, over a limit: nothing is made")
  func refused() throws {
    try expectProblem(create(#"{"member":"nobody"}"#), 422, "member", field: "member")
    _ = try site.publicAccount("press")
    try expectProblem(create(#"{"member":"press"}"#), 422, "member", field: "member")
    try site.member("joan")
    let joan = try #require(Login("joan"))
    _ = try ChangeAccountState(login: joan, .suspend, by: .commandLine)
      .perform(in: site.open(), at: .now)
    try expectProblem(create(#"{"member":"joan"}"#), 422, "member", field: "member", "suspended")
    try site.set(.memberLinks, "1")
    _ = try code(create(#"{"member":"grace"}"#))
    let many = create(#"{"member":"grace"}"#)
    try expectProblem(many, 429, "limit")
    #expect(many["Retry-After"] == "3600")
    try site.set(.memberLinks, "9")
    try site.set(.memberLinksPerDay, "1")
    let today = create(#"{"member":"grace"}"#)
    try expectProblem(today, 429, "limit")
    #expect(try (86000...86400).contains(#require(today["Retry-After"].flatMap { Int($0) })))
    let change = ChangeBusinessSystem(system.id, .limit(1), by: .commandLine)
    _ = try change.perform(in: site.open(), at: .now)
    try expectProblem(create(#"{"member":"ada"}"#), 429, "limit", "business system")
    let off = ChangeSettings([(.memberInvitations, "no")], memberLinks: .keep, by: .commandLine)
    _ = try off.perform(in: site.open(), at: .now)
    try expectProblem(create(#"{"member":"grace"}"#), 403, "switched-off")
    #expect(try made == 1)
    try expectProblem(get(), 403, "switched-off")
    let code = try site.open().invitations(in: system, limit: 1).first?.code.text ?? ""
    let end = send(sign(Sent(path: "/api/v1/invitations/\(code)/revoke")))
    try expectProblem(end, 403, "switched-off")
  }

  @Test(
    "A body that cannot be understood: 400, and the field is named",
    arguments: [
      ("", "member"), ("{}", "member"), (#"{"member":7}"#, "member"),
      (#"{"member":null}"#, "member"),
      (#"{"member":"grace","colour":"red"}"#, "colour"),
      (#"{"member":"grace","label":["x"]}"#, "label"),
      (#"{"member":"grace","label":"a\nb"}"#, "label"),
      (#"{"member":"grace","language":"xx"}"#, "language"),
      ("[]", nil), ("{", nil), (#"{"member":"grace"} x"#, nil),
      (#"{"member":"a","member":"b"}"#, nil),
    ])
  func body(_ body: String, _ field: String?) throws {
    try expectProblem(create(body), 400, "bad-request", field: field)
    #expect(try made == 0)
  }

  @Test("Other types, sizes, methods, parameters: each its problem")
  func wire() throws {
    var form = sign(Sent(body: "member=grace"))
    form.variables["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    #expect(send(form).status == 401)
    // Before anybody asks who it is.
    var unsigned = Sent(body: "grace")
    unsigned.variables["CONTENT_TYPE"] = "text/plain"
    try expectProblem(send(unsigned), 415, "media-type")
    var text = sign(Sent(body: "grace"))
    text.variables["CONTENT_TYPE"] = "text/plain"
    try expectProblem(send(text), 415, "media-type")
    let long = #"{"member":"\#(String(repeating: "x", count: 70_000))"}"#
    try expectProblem(create(long), 413, "too-large")
    for method in ["PUT", "DELETE", "TRACE"] {
      let answer = send(sign(Sent(method: method)))
      try expectProblem(answer, 405, "method")
      #expect(answer["Allow"] == "GET, HEAD, POST")
    }
    let code = try code(create(#"{"member":"grace"}"#))
    #expect(send(sign(Sent(path: "/api/v1/invitations/\(code)"))).status == 405)
    try expectProblem(get("/\(code)/revoke"), 405, "method")
    try expectProblem(get(query: "colour=red"), 400, "bad-request", field: "colour")
    try expectProblem(get(query: "limit=0"), 400, "bad-request", field: "limit")
    try expectProblem(get(query: "limit=+1"), 400, "bad-request", field: "limit")
    try expectProblem(get(query: "limit=%FF"), 400, "bad-request")
    try expectProblem(get(query: "member=nobody"), 422, "member", field: "member")
    try expectProblem(send(sign(Sent(method: "GET", path: "/api/v2/x"))), 404, "not-found")
    // What people's pages take is no JSON, signed or not.
    #expect(send(sign(Sent(path: "/apply", body: "{}"))).status == 415)
  }

  // MARK: Signatures

  @Test("Not signed, with an unknown key, too old, another body: 401, and nothing is made")
  func signatures() throws {
    let body = #"{"member":"grace"}"#
    let unsigned = send(Sent(body: body))
    try expectProblem(unsigned, 401, "unauthorized", "missing")
    #expect(unsigned["WWW-Authenticate"] == "Signature")
    try expectProblem(send(Sent(method: "GET")), 401, "unauthorized")
    let stranger = BusinessKey(secret: key.secret)
    try expectProblem(send(sign(Sent(body: body), with: stranger)), 401, "unauthorized", "unknown")
    let wrong = BusinessKey(id: key.id, secret: RandomToken.new().text)
    try expectProblem(send(sign(Sent(body: body), with: wrong)), 401, "unauthorized")
    try expectProblem(
      send(sign(Sent(body: body), at: .now + -301)), 401, "unauthorized", "300 seconds")
    try expectProblem(send(sign(Sent(body: body), at: .now + 310)), 401, "unauthorized")
    var changed = sign(Sent(body: body))
    changed.body = #"{"member":"grac3"}"#
    try expectProblem(send(changed), 401, "unauthorized", "Content-Digest")
    changed = sign(Sent(body: body))
    changed.path = "/api/v1/invitations/AAAA-AAAA-AAAAA/revoke"
    try expectProblem(send(changed), 401, "unauthorized")
    changed = sign(Sent(method: "GET"))
    changed.query = "limit=3"
    try expectProblem(send(changed), 401, "unauthorized", "@query")
    #expect(try made == 0)
  }

  @Test("A signature counts once, whatever became of it")
  func replayed() throws {
    let sent = sign(Sent(body: #"{"member":"grace"}"#))
    #expect(send(sent).status == 201)
    for _ in 0..<3 { try expectProblem(send(sent), 401, "unauthorized", "before") }
    let read = sign(Sent(method: "GET"))
    #expect(send(read).status == 200)
    try expectProblem(send(read), 401, "unauthorized", "before")
    // What was refused is not carried out when it would be allowed.
    let early = sign(Sent(body: #"{"member":"joan"}"#))
    #expect(send(early).status == 422)
    try site.member("joan")
    try expectProblem(send(early), 401, "unauthorized", "before")
    #expect(try made == 1)
  }

  @Test("Another key: the one of before is good for a day; a revoked system's is not")
  func keys() throws {
    let rotate = ChangeBusinessSystem(system.id, .rotate, by: .commandLine)
    guard case .changed(_, let new?) = try rotate.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(send(sign(Sent(method: "GET"), with: new)).status == 200)
    #expect(get().status == 200)
    try site.run("UPDATE business_system_key SET ends = 1 WHERE ends IS NOT NULL")
    try expectProblem(get(), 401, "unauthorized")
    let revoke = ChangeBusinessSystem(system.id, .revoke, by: .commandLine)
    _ = try revoke.perform(in: site.open(), at: .now)
    try expectProblem(send(sign(Sent(method: "GET"), with: new)), 401, "unauthorized")
    guard case .refused(_, .revoked) = try rotate.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    // Of a site that was restored without its usher.key, nobody can open it.
    guard
      case .added(_, let sealed) = try AddBusinessSystem(
        named: "Shop", linksPerDay: 1, by: .commandLine
      ).perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(send(sign(Sent(method: "GET"), with: sealed)).status == 200)
    try site.run("UPDATE business_system_key SET sealed = 'AAAA' || sealed")
    try expectProblem(send(sign(Sent(method: "GET"), with: sealed)), 401, "unauthorized")
    // No secret lies open in the database.
    let rows = try site.dump("business_system_key")
    #expect(!rows.contains(key.secret) && !rows.contains(new.secret))
  }

  @Test("The same Idempotency-Key and request: the same answer; with another request: 422")
  func idempotent() throws {
    let first = create(#"{"member":"grace"}"#, key: "order-17")
    let again = create(#"{"member":"grace"}"#, key: "order-17")
    #expect(first.status == 201 && again.status == 201)
    #expect(again.body == first.body && again["Location"] == first["Location"])
    try expectProblem(create(#"{"member":"ada"}"#, key: "order-17"), 422, "idempotency-key")
    #expect(try made == 1)
    let tooLong = String(repeating: "x", count: 256)
    for wrong in ["a b", tooLong] {
      try expectProblem(
        create(#"{"member":"grace"}"#, key: wrong), 400, "bad-request", field: "Idempotency-Key")
    }
    // Nothing is kept of whom it was about.
    #expect(!(try site.dump("idempotent_answer").joined().contains("grace")))
    // What was refused is tried again.
    #expect(create(#"{"member":"joan"}"#, key: "order-18").status == 422)
    try site.member("joan")
    #expect(create(#"{"member":"joan"}"#, key: "order-18").status == 201)
    // A day later it is forgotten.
    try site.run("UPDATE idempotent_answer SET at = at - 86401")
    #expect(create(#"{"member":"ada"}"#, key: "order-17").status == 201)
    #expect(try made == 3)
  }

  // MARK: The administrators' page

  @Test("Added, another key, another limit, closed; a secret is shown once")
  func page() throws {
    let cookie = try site.signIn("ada")
    let path = "/admin/business-systems"
    let token = try #require(site.ask(path, cookie: cookie).formToken)
    func post(_ form: [(String, String)]) -> Answer {
      site.ask(path, form: form + [("token", token)], cookie: cookie)
    }
    let added = post([("action", "add"), ("name", " Shop <1> "), ("limit", "5")])
    #expect(added.status == 200 && added.body.contains("Key of Shop &lt;1&gt;"))
    #expect(added["Cache-Control"] == "no-store")
    let secret = try #require(added.body.firstMatch(of: /<code>([A-Za-z0-9_-]{43})<\/code>/)).1
    #expect(!site.ask(path, cookie: cookie).body.contains(secret))
    let shop = try #require(try site.open().businessSystem(named: "shop <1>"))
    let limited = post([("action", "limit"), ("system", shop.id.text), ("limit", "7")])
    #expect(limited.status == 200 && limited.body.contains("Shop &lt;1&gt; is saved."))
    #expect(try site.open().businessSystem(id: shop.id)?.linksPerDay == 7)
    #expect(post([("action", "rotate"), ("system", shop.id.text)]).body.contains("<code>"))
    #expect(post([("action", "revoke"), ("system", shop.id.text)]).body.contains("is closed"))
    let closed = post([("action", "rotate"), ("system", shop.id.text)])
    #expect(closed.status == 422 && closed.body.contains("closed already"))
    for (name, limit, sentence) in [
      ("", "5", "1 to 100 characters"), ("staff PORTAL", "5", "of that name already"),
      ("Other", "x", "whole number"), ("Other", "100001", "whole number"),
    ] {
      let answer = post([("action", "add"), ("name", name), ("limit", limit)])
      #expect(answer.status == 422 && answer.body.contains(sentence), "\(name) \(limit)")
    }
    #expect(post([("action", "dance")]).status == 400)
    #expect(post([("action", "rotate"), ("system", "x")]).status == 404)
    let log = site.ask("/admin/audit", cookie: cookie).body
    #expect(log.contains("made a new key for") && log.contains("Business system"))
  }
}
