// A request comes in, a response goes out, whatever happens between: routes are switched totally,
// outcomes become pages, and this is the one place where an error becomes a status.

import Actions
package import CGI
import Languages
import Membership
import Pages

package struct Responder {
  private let directory: String
  private let site: StandingInstallation

  /// - Parameter directory: the site's folder, with usher.conf in it.
  package init(directory: String) {
    self.directory = directory
    site = StandingInstallation(directory: directory)
  }

  /// What is left to do when the answer is on its way, and nobody waits: the arguments of `usher`.
  package struct Afterwards {
    package fileprivate(set) var program = ""
    package fileprivate(set) var commands: [[String]] = []
  }

  /// - Parameter log: takes one line for each failure: a reference, the cause, no personal data.
  package func respond(
    to incoming: Result<Request, RequestError>, log: @escaping (String) -> Void
  ) -> (Response, Afterwards) {
    var exchange = Exchange(request: try? incoming.get(), now: .now)
    var afterwards = Afterwards()
    var response: Response
    do {
      let installation = try site.current()
      exchange.settings = installation.settings
      let request = try incoming.get().mounted(at: installation.settings.programPath)
      exchange.request = request
      response = try exchange.answer(request, in: installation)
      if let stream = response.stream {
        response.stream = { write in
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
      afterwards.program = installation.configuration.usher
      afterwards.commands = exchange.followUps.map { $0 + ["--site", directory] }
    } catch {
      if !(error is RequestError) { site.close() }
      response = exchange.answer(to: error, log: log)
    }
    return (exchange.finish(response), afterwards)
  }
}
