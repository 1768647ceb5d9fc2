// Errors become answers: what the client did wrong with 4xx, what passes with 503, all else with 500
// and a reference under which the log tells the cause.

import Actions
import CGI
import Membership
import Pages

/// As the log wants it.
func oneLine(_ error: any Error) -> String {
  "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
}

extension Exchange {
  func answer(to error: any Error, log: (String) -> Void) -> Response {
    if let request, InterfaceRoute.isBelow(request.path) { return problem(to: error, log: log) }
    let retry = [Header("Retry-After", "60")]
    switch error {
    case RequestError.malformed: return failure(.badRequest, .badRequest)
    case RequestError.tooLarge: return failure(.contentTooLarge, .tooLarge)
    case RequestError.unsupportedType: return failure(.unsupportedMediaType, .type)
    case RequestError.tooSlow: return failure(.requestTimeout, .tooSlow)
    case let error where isPassing(error):
      log(oneLine(error))
      return failure(.serviceUnavailable, .busy, headers: retry)
    default:
      let reference = Application.newReference()
      log("\(reference): \(oneLine(error))")
      return failure(.internalServerError, .broken(reference: reference))
    }
  }
}
