// A request comes in, a response goes out, whatever happens between: routes are switched totally,
// outcomes become pages, and this is the one place where an error becomes a status.

import Actions
package import CGI
import Languages
import Membership
import Pages

package struct Responder {
  /// The site's folder, with usher.conf in it.
  private let directory: String
  private let log: (String) -> Void

  /// - Parameter log: takes one line for each failure: a reference, the cause, no personal data.
  package init(directory: String, log: @escaping (String) -> Void) {
    self.directory = directory
    self.log = log
  }

  /// What is left to do when the answer is on its way, and nobody waits: the arguments of `usher`.
  package struct Afterwards {
    package fileprivate(set) var program = ""
    package fileprivate(set) var commands: [[String]] = []
  }

  package func respond(
    to incoming: Result<Request, RequestError>
  ) -> (Response, Afterwards) {
    var exchange = Exchange(request: try? incoming.get(), now: .now)
    var afterwards = Afterwards()
    var response: Response
    do {
      let configuration = try Configuration(directory: directory)
      let installation = try Installation(configuration, .expectingCurrentSchema)
      exchange.settings = installation.settings
      response = try exchange.answer(try incoming.get(), in: installation)
      if let stream = response.stream {
        response.stream = { [log] write in
          // Who breaks off a download is no failure of ours.
          var isBrokenOff = false
          do {
            try stream { bytes in
              do { try write(bytes) } catch {
                isBrokenOff = true
                throw error
              }
            }
          } catch {
            if !isBrokenOff { log("a file could not be sent to its end: \(oneLine(error))") }
            throw error
          }
        }
      }
      afterwards.program = configuration.usher
      afterwards.commands = exchange.followUps.map { $0 + ["--site", directory] }
    } catch {
      response = exchange.answer(to: error, log: log)
    }
    return (exchange.finish(response), afterwards)
  }
}
