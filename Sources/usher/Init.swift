// `usher init`: a new site, whole or not at all.

import Actions
import ArgumentParser
import Foundation
import Mail
import Membership
import Secrets

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Make a new site.")

  @Argument(help: "The folder to make.")
  var directory: String

  @Option(help: "What the organisation is called.")
  var name: String?

  @Option(help: "Where the site is reached, such as https://join.example.org.")
  var baseAddress: String?

  @Option(
    help: "The zone in which times are shown, such as Europe/Berlin; the host's if not given.")
  var timeZone: String?

  @Option(help: "Whom people ask: an address, a telephone number, a desk.")
  var contact: String?

  @Option(
    help: "The site's first language: \(Language.allCases.map(\.tag).joined(separator: ", ")).")
  var language: String?

  @Option(help: "The address that mails come from.")
  var sender: String?

  @Option(
    help:
      "How mail leaves: sendmail:/path, smtp://host:port, smtps://host:port, folder:path.")
  var mail: String = "sendmail:/usr/sbin/sendmail"

  @Option(
    help: """
      The first administrator, as "NAME <ADDRESS>", who signs in with what stands before the @; \
      an initial password is printed.
      """)
  var admin: String?

  @Option(
    help: "Whose the site is, where root makes it: usually the user \(SiteOwner.usual).")
  var owner: String?

  func run() throws {
    // Whatever umask the shell has: the web server reads the pages, and nobody else writes.
    umask(0o022)
    let target = URL(fileURLWithPath: directory).standardizedFileURL
    try NewSite.checkFree(target)
    _ = try Transport(mail, user: "", password: "", directory: target.path)
    let first = try admin.map(FirstAdministrator.init)
    let owner = try SiteOwner.ofNewSite(target.path, named: owner)
    try NewSite.appear(at: target, for: owner, make)
    try owner?.become()
    let installation = try Installation(Configuration(directory: target.path), .migrating)
    _ = try BuildAll(installation).run(showingProgress: false)
    print("\(target.path) is ready.")
    if let first {
      print(try installation.add(first.added(language: installation.settings.language)))
    } else {
      print("Next: usher admin add LOGIN --name NAME --email ADDRESS --site \(target.path)")
    }
    print(
      """
      For the web server: usher hosting apache, nginx or lighttpd --site \(target.path)
      Every minute, by cron or systemd: \(InstalledSet.program) chores --site \(target.path)
      """)
  }

  private func make(_ folder: URL) throws {
    try NewSite(folder).make(mail: mail)
    umask(0o077)
    let installation = try Installation(Configuration(directory: folder.path), .creating)
    umask(0o022)
    let chosen: [(Membership.Settings.Name, String?)] = [
      (.organisation, name), (.baseAddress, baseAddress), (.timeZone, timeZone ?? Self.hostZone),
      (.contact, contact), (.language, language), (.sender, sender),
    ]
    for case (let name, let value?) in chosen {
      try installation.change(name, to: value)
    }
  }

  /// nil where the host says none that we can show.
  private static var hostZone: String? {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")
    let name = link?.components(separatedBy: "/zoneinfo/").dropFirst().last
    return name.flatMap { Membership.TimeZone($0) }.flatMap { $0.name == "Etc/UTC" ? nil : $0.name }
  }
}
