// `usher doctor`: what people meet: the settings, and the web server, asked as a stranger would ask it.

import Foundation
import Membership
import Processes
import Store

struct SettingsCheck {
  private let settings: Membership.Settings

  init(_ settings: Membership.Settings) { self.settings = settings }

  func findings(_ store: Store) -> [Finding] {
    let found = address() + said() + ((try? administrators(store)) ?? [])
    return found.isEmpty ? [.fine("settings", "complete")] : found
  }

  private var host: String {
    let authority = settings.baseAddress.origin.drop { $0 != "/" }.dropFirst(2)
    return authority.hasPrefix("[")
      ? authority.dropFirst().prefix { $0 != "]" } + "" : authority.prefix { $0 != ":" } + ""
  }

  private func address() -> [Finding] {
    let base = settings.baseAddress.text
    let mend = "usher settings set base_address https://…, then usher build"
    let examples = ["example", "example.org", "example.com", "example.net"]
    if examples.contains(where: { host == $0 || host.hasSuffix(".\($0)") }) {
      return [.fault("base address", "\(base) is an example: no link leads anywhere", mend: mend)]
    }
    if Self.isOfThisHost(host) {
      return [.note("base address", "\(base) is good on this host only", mend: mend)]
    }
    if !settings.baseAddress.isSecure {
      return [
        .warning("base address", "\(base) is not encrypted: passwords can be read", mend: mend)
      ]
    }
    return []
  }

  private static func isOfThisHost(_ host: String) -> Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") || host == "::1"
  }

  private func said() -> [Finding] {
    var found: [Finding] = []
    if settings.contact.isEmpty {
      found.append(
        .warning(
          "contact", "pages name nobody whom a stranger can ask",
          mend: "usher settings set contact office@…"))
    }
    if settings.sender.isEmpty {
      found.append(
        .warning(
          "sender", "mails come from no address of yours",
          mend: "usher settings set sender join@…"))
    }
    if settings.organisation == Membership.Settings().organisation {
      found.append(
        .note(
          "organisation", "pages call it \"\(settings.organisation)\"",
          mend: "usher settings set organisation …"))
    }
    return found
  }

  private func administrators(_ store: Store) throws -> [Finding] {
    guard try store.accounts.activeAdministratorCount() > 0 else {
      return [
        .fault("administrators", "there is none", mend: "usher admin add LOGIN --name … --email …")
      ]
    }
    let safe = try store.accounts.haveSecondFactor()
    let without = try store.accounts.administrators().filter {
      $0.state == .active && !safe.contains($0.id)
    }
    guard !without.isEmpty else { return [] }
    return [
      .note(
        "administrators",
        "without a second factor: "
          + without.map(\.login.text).joined(separator: ", "),
        mend: "each turns it on under My account")
    ]
  }
}

struct WebCheck: Sendable {
  private let settings: Membership.Settings
  private let deadLink: InvitationCode?

  /// - Parameter deadLink: a link that ended some time ago.
  init(_ settings: Membership.Settings, deadLink: InvitationCode?) {
    self.settings = settings
    self.deadLink = deadLink
  }

  func findings() -> [Finding] {
    let base = settings.baseAddress
    let secrets = ["usher.db", "usher.key", "usher.conf", ".git/config"].map {
      "\(base.text)/\($0)"
    }
    let signIn = "\(base.origin)\(settings.programPath)/sign-in"
    let entry = "\(base.text)/"
    let link = deadLink.map(base.link)
    let asked: [String: Int]
    do {
      asked = try ask(secrets + [signIn, entry] + (link.map { [$0] } ?? []))
    } catch {
      return [.note("web server", "was not asked: \(error)", mend: "install the program curl")]
    }
    guard !asked.isEmpty else {
      return [
        .note("web server", "\(base.text) does not answer from this host: nothing was tried")
      ]
    }
    var found = secrets.filter { asked[$0] == 200 }.map { address in
      Finding.fault(
        "web server", "anybody can fetch \(address)",
        mend: "serve the folder public/ alone: `usher hosting` prints how")
    }
    if let status = asked[entry], status != 200 {
      found.append(
        .fault(
          "web server", "\(entry) answers \(status) instead of 200",
          mend: "serve the folder public/, which the server has to be able to read: "
            + "`usher hosting` prints how"))
    }
    if let status = asked[signIn], status != 200 {
      found.append(
        .fault(
          "web server", "\(signIn) answers \(status) instead of 200",
          mend: "mount usher.cgi at \(settings.programPath) (`usher hosting` prints how), or "
            + "`usher settings set program_path`"))
    }
    for late in [entry, signIn] where asked[late] == nil {
      found.append(
        .warning(
          "web server", "\(late) did not answer within a second, others did",
          mend: "look at the load of this host, then again"))
    }
    if let link, let status = asked[link], status != 410 {
      found.append(
        .warning(
          "web server", "the link \(link), which has ended, answers \(status) instead of 410",
          mend: "`usher build`, and the server's configuration as `usher hosting` prints it"))
    }
    return found.isEmpty ? [.fine("web server", "serves pages and usher.cgi, and no more")] : found
  }

  /// The status of each that answers in time.
  private func ask(_ addresses: [String]) throws -> [String: Int] {
    let requests = addresses.map { "url = \"\($0)\"\noutput = \"/dev/null\"\n" }.joined()
    let ran = try Child(
      "/usr/bin/curl",
      [
        "--disable", "--silent", "--max-time", "1", "--parallel", "--parallel-immediate",
        "--path-as-is", "--write-out", "%{http_code} %{url_effective}\\n", "--config", "-",
      ]
    ).run(input: Array(requests.utf8), seconds: 2)
    var asked: [String: Int] = [:]
    for line in ran.output.split(separator: "\n") {
      let halves = line.split(separator: " ", maxSplits: 1)
      if halves.count == 2, let status = Int(halves[0]), status != 0 {
        asked[String(halves[1])] = status
      }
    }
    return asked
  }
}
