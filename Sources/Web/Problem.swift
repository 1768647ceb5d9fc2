// What a program is told where something is wrong: problem details (RFC 9457).

import Actions
import CGI
import JSON
import Membership
import Signatures

struct Problem {
  /// Its own word, the last part of its type.
  let name: String
  let status: Status
  let title: String
  var detail: String
  /// Which field of the body or parameter of the query it is about.
  var field: String?
  var headers: [Header] = []

  var response: Response {
    var members = [
      JSON.Member("type", .string("urn:usher:problem:\(name)")),
      JSON.Member("title", .string(title)), JSON.Member("status", .number(status.rawValue)),
      JSON.Member("detail", .string(detail)),
    ]
    if let field { members.append(JSON.Member("field", .string(field))) }
    return Response(
      status, headers: [Header("Content-Type", "application/problem+json")] + headers,
      body: Array(JSON.object(members).text.utf8))
  }

  // MARK: Which there are

  static func bad(_ field: String?, _ detail: String) -> Problem {
    Problem(
      name: "bad-request", status: .badRequest, title: "The request cannot be understood",
      detail: detail, field: field)
  }

  static func unauthorized(_ detail: String) -> Problem {
    Problem(
      name: "unauthorized", status: .unauthorized, title: "The signature is not accepted",
      detail: detail, headers: [Header("WWW-Authenticate", "Signature")])
  }

  static func member(_ detail: String) -> Problem {
    Problem(
      name: "member", status: .unprocessableContent, title: "There is no such active member",
      detail: detail, field: "member")
  }

  static func unknownStart(_ typed: String) -> Problem {
    Problem(
      name: "after", status: .unprocessableContent, title: "There is no such invitation",
      detail: "This business system made no invitation \(typed).", field: "after")
  }

  static func limit(_ detail: String, retryAfter seconds: Int64) -> Problem {
    Problem(
      name: "limit", status: .tooManyRequests, title: "A limit is reached", detail: detail,
      headers: [Header("Retry-After", String(max(1, seconds)))])
  }

  static func notAllowed(_ methods: String) -> Problem {
    Problem(
      name: "method", status: .methodNotAllowed, title: "This address has no such method",
      detail: "It answers to \(methods).", headers: [Header("Allow", methods)])
  }

  static let notFound = Problem(
    name: "not-found", status: .notFound, title: "There is nothing here",
    detail: "No such address, or no invitation of that code that this business system made.")
  static let off = Problem(
    name: "switched-off", status: .forbidden, title: "Members do not make invitations at present",
    detail: "An administrator has switched it off, or has not switched it on.")
  static let department = Problem(
    name: "department", status: .unprocessableContent, title: "The department is gone",
    detail:
      "The department that newcomers would join is gone; an administrator has to name another.")
  static let idempotencyKey = Problem(
    name: "idempotency-key", status: .unprocessableContent,
    title: "The Idempotency-Key came with another request",
    detail: "Use a new key for a new request, and the same key only to send the same request again."
  )
}

extension Problem {
  init(_ problem: SignatureProblem) {
    let detail =
      switch problem {
      case .missing: "The fields Signature-Input and Signature (RFC 9421) are missing."
      case .several: "There is more than one signature; send one."
      case .malformed(let field): "The field \(field) cannot be read."
      case .algorithm: "The algorithm has to be hmac-sha256."
      case .parameter(let name): "The signature's parameter \(name) is missing."
      case .uncovered(let component): "The signature has to cover \(component)."
      case .unknownComponent(let component):
        "The signature covers \(component), which the request does not have or which cannot be checked."
      case .digest: "The field Content-Digest (RFC 9530) is not the body's, by sha-256 or sha-512."
      case .stale:
        "The signature was not made within the last \(MessageSignature.tolerance) seconds, or has expired."
      case .wrong: "The signature is not that of this request with this key."
      }
    self = .unauthorized(detail)
  }

  init(_ problem: InvitingProblem, at now: Moment) {
    self =
      switch problem {
      case .off: .off
      case .notActive: .member("The member is suspended or removed.")
      case .label:
        .bad("label", "The label has at most \(Invitation.longestLabel) characters on one line.")
      case .departmentGone: .department
      case .tooMany(let count):
        .limit(
          "The member has \(count) open invitations, which is the most.", retryAfter: 3600)
      case .tooManyToday(let count, let next):
        .limit(
          "The member has made \(count) invitations within 24 hours, which is the most.",
          retryAfter: next - now)
      case .systemTooManyToday(let count, let next):
        .limit(
          "This business system has made \(count) invitations within 24 hours, which is the most.",
          retryAfter: next - now)
      }
  }
}

extension Exchange {
  /// As `answer(to:log:)`, for programs.
  func problem(to error: any Error, log: (String) -> Void) -> Response {
    let retry = [Header("Retry-After", "60")]
    switch error {
    case RequestError.malformed(let cause): return Problem.bad(nil, "\(cause).").response
    case RequestError.tooLarge:
      return Problem(
        name: "too-large", status: .contentTooLarge, title: "The body is too large",
        detail: "At most \(Request.longestBody) bytes are taken."
      ).response
    case RequestError.unsupportedType:
      return Problem(
        name: "media-type", status: .unsupportedMediaType, title: "The body is of another type",
        detail: "The body has to be application/json."
      ).response
    case RequestError.tooSlow:
      return Problem(
        name: "too-slow", status: .requestTimeout, title: "The request came too slowly",
        detail: "Send it again.", headers: retry
      ).response
    case let error where isPassing(error):
      log(oneLine(error))
      return Problem(
        name: "busy", status: .serviceUnavailable, title: "The site is busy",
        detail: "Nothing was done. Send it again in a minute.", headers: retry
      ).response
    default:
      let reference = Application.newReference()
      log("\(reference): \(oneLine(error))")
      return Problem(
        name: "broken", status: .internalServerError, title: "Something is broken here",
        detail: "The administrators find the cause in the log under \(reference)."
      ).response
    }
  }
}
