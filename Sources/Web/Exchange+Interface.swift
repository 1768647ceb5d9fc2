// The interface for business systems: signed requests of programs, which make invitations in the names of their
// signed-in people. No cookie counts here, and no form's token: the signature does. Each is carried out once.

import Actions
import CGI
import JSON
import Membership
import Signatures

/// One signed request.
struct Call {
  let request: Request
  let system: BusinessSystem
  let installation: Installation
}

/// Why a request of a program that signed it well is not carried out.
struct Refusal: Error {
  let problem: Problem

  init(_ problem: Problem) { self.problem = problem }
}

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
      guard settings.memberInvitations else { throw Refusal(.off) }
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

  // MARK: Once

  func read(_ call: Call, _ once: BusinessRequest, _ answer: () throws -> JSON) throws
    -> Response
  {
    // What is only read needs no key.
    var once = once
    once.idempotencyKey = nil
    return switch try perform(once, in: call.installation, answer, invitation: { _ in nil }) {
    case .done(.success(let json)): self.json(.ok, json.text)
    case .done(.failure(let refusal)): refusal.problem.response
    case .replayed, .again, .otherRequest: replayed
    }
  }

  /// What is refused takes the signature too: sent again when it would be allowed, it is not carried out.
  func perform<Done>(
    _ once: BusinessRequest, in installation: Installation, _ work: () throws -> Done,
    invitation: (Done) -> Invitation.ID?
  ) throws -> BusinessRequest.Outcome<Result<Done, Refusal>> {
    try once.perform(
      in: installation, at: now,
      {
        do { return .success(try work()) } catch let refusal as Refusal {
          return .failure(refusal)
        }
      }, invitation: { (try? $0.get()).flatMap(invitation) })
  }

  var replayed: Response {
    Problem.unauthorized("This signature was taken before; sign each request anew.").response
  }

  // MARK: What was sent

  func query(_ request: Request, _ known: Set<String>) throws {
    for (name, _) in request.query where !known.contains(name) {
      throw Refusal(.bad(name, "There is no parameter \(name)."))
    }
  }

  /// The texts of an object.
  func body(_ request: Request, _ known: [String], required: [String]) throws
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

  func json(_ status: Status, _ text: String) -> Response {
    Response(
      status, headers: [Header("Content-Type", "application/json")], body: Array(text.utf8))
  }
}
