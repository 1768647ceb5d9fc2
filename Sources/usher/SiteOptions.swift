// Which site a command is about.

import Actions
import ArgumentParser
import Foundation
import Mail
import Membership
import Site
import Templates

struct SiteOptions: ParsableArguments {
  @Option(help: "The site's folder.")
  var site: String?

  /// As an absolute path; whether there is a site in it is another question.
  var folder: String {
    let folder =
      site ?? ProcessInfo.processInfo.environment["USHER_SITE"]
      ?? FileManager.default.currentDirectoryPath
    return URL(fileURLWithPath: folder).standardizedFileURL.path
  }

  func open() throws -> Installation {
    let configuration = try readConfiguration()
    try SiteOwner(of: configuration.directory).become()
    let installation = try Installation(configuration, .migrating)
    do {
      _ = try SiteProgram(directory: configuration.directory).renew(for: configuration)
    } catch {
      // The command itself can be done all the same.
      complain("usher: \(error)\n")
    }
    return installation
  }

  func readConfiguration() throws -> Configuration {
    let folder = folder
    guard FileManager.default.fileExists(atPath: "\(folder)/\(Configuration.fileName)") else {
      throw Complaint(
        "there is no site in \(folder)",
        mend: "name one with --site, or make one with `usher init`")
    }
    return try Configuration(directory: folder)
  }
}

extension Installation {
  func publisher() throws -> Publisher {
    try Publisher(
      settings: settings,
      templates: TemplateSet(
        installed: "\(configuration.installed)/templates", owner: configuration.templates,
        names: PageContext.names),
      directory: configuration.published)
  }

  func mailTemplates() throws -> TemplateSet {
    try TemplateSet(
      installed: "\(configuration.installed)/templates/mail",
      owner: "\(configuration.templates)/mail", names: Composer.names)
  }
}

/// Where what came with this program lies: beside it in an installation, above it where it was built.
struct InstalledSet {
  /// Holds `templates` and `public`.
  let share: String
  /// The program that web servers start.
  let cgi: String

  static func find() throws -> InstalledSet {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = program.deletingLastPathComponent()
    let above = sequence(first: beside) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    let shares = [beside.appendingPathComponent("../share/usher").standardized] + above
    let programs = [
      beside.appendingPathComponent("usher.cgi"),
      beside.appendingPathComponent("../libexec/usher/usher.cgi").standardized,
    ]
    func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
    guard
      let share = shares.first(where: {
        exists($0.appendingPathComponent("templates/landing.html.mustache"))
      })
    else {
      throw Complaint(
        "the templates that belong to \(program.path) are missing", mend: "install Usher again")
    }
    guard let cgi = programs.first(where: exists) else {
      throw Complaint(
        "usher.cgi is missing beside \(program.path)", mend: "build or install it too")
    }
    return InstalledSet(share: share.path, cgi: cgi.path)
  }

  static var program: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  }
}
