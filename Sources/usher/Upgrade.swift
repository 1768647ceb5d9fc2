// `usher upgrade`: a site of an earlier Usher, brought up to date. Every command does it on its way; this
// one does nothing else, for what starts usher.cgi.

import Actions
import ArgumentParser

struct Upgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the site's usher.cgi and database up to date with this Usher.",
    discussion: "Any other command does so too.")

  @OptionGroup var options: SiteOptions

  func run() throws {
    let installation = try options.open()
    print("\(installation.configuration.directory) is up to date with Usher \(Usher.version)")
  }
}
