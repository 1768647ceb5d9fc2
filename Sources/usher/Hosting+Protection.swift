// `usher hosting … --protect /intern/`: what a recipe has to know of the host's other content that is for who is
// signed in.

import Actions
import ArgumentParser
import Foundation
import Membership

extension Hosting {
  struct Protection: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        """
        Other content that is for who is signed in: a path of the host, such as /intern/. Several times for several; \
        with a rule of its own behind it, divided by a space: "/intern/ role=Editor".
        """, valueName: "path"))
    var protect: [String] = []

    @Option(
      help: ArgumentHelp(
        """
        Who may have it: role=, group=, position=, department= (and what lies under it) or account= (a public one \
        that is acted as), with a name. Of several, given one after the other or divided by |, one is enough.
        """, valueName: "rule"))
    var require: [String] = []

    @Option(
      help: ArgumentHelp(
        "The folder that protected content lies in, /intern/ below it in `intern`; the site's `protected` if not given.",
        valueName: "folder"))
    var protectedFolder: String?
  }
}

extension Hosting.Protection {
  /// The names that templates may use, for a recipe that protects nothing.
  static var nothing: [String: Any] {
    [
      "protects": false, "protected": [Any](), "protectedFolder": "", "path": "", "bare": "",
      "pattern": "", "barePattern": "", "rule": "", "who": [Any](), "header": "", "small": "",
      "capital": "", "lookalikes": [Any](), "luaProtected": "", "authorizer": "",
      "authorizerHost": "", "authorizerPort": "",
    ]
  }

  func values(in installation: Installation) throws -> [String: Any] {
    guard !protect.isEmpty else {
      guard require.isEmpty, protectedFolder == nil else {
        throw Complaint(
          "nothing is to be protected",
          mend: "say what is with --protect, such as --protect /intern/")
      }
      return [:]
    }
    let common = try rule(require.joined(separator: "|"))
    var protected: [[String: Any]] = []
    for typed in protect {
      let halves = typed.split(separator: " ", maxSplits: 1)
      let path = halves.first.map(String.init) ?? ""
      try check(path, in: installation, besides: protected.compactMap { $0["path"] as? String })
      let bare = String(path.dropLast())
      protected.append([
        "path": path, "bare": bare, "pattern": Self.pattern(path),
        "barePattern": Self.pattern(bare),
        "rule": halves.count == 2 ? try rule(String(halves[1])) : common,
      ])
    }
    let configuration = installation.configuration
    return [
      "protects": true, "protected": protected,
      "protectedFolder": try folder(in: configuration.directory),
      "who": Self.facts.map { name in
        [
          "header": "X-Usher-\(name)", "small": "usher_\(name)".lowercased(),
          "capital": "USHER_\(name)".uppercased(),
        ]
      },
      "lookalikes": Self.facts.flatMap { name in
        // To a CGI program a hyphen and an underscore are one.
        ["X-Usher-", "X-Usher_", "X_Usher-", "X_Usher_"].map { $0 + name }
      },
      "luaProtected": "\(configuration.installed)/templates/hosting/lighttpd-protected.lua",
    ]
  }

  /// Where mod_authnz_fcgi asks.
  static func authorizer(_ address: String) throws -> [String: Any] {
    guard let colon = address.lastIndex(of: ":"),
      let port = UInt16(address[address.index(after: colon)...]), port > 0,
      !address[..<colon].isEmpty, !address.contains(" "), !address.contains("/")
    else {
      throw Complaint(
        "--authorizer \(address) is no address to listen on",
        mend: "name host and port: 127.0.0.1:9710")
    }
    return [
      "authorizer": address, "authorizerHost": String(address[..<colon]),
      "authorizerPort": String(port), "keptBySystemd": true,
    ]
  }

  private static let facts = [
    "User", "Name", "Account", "Departments", "Positions", "Groups", "Roles",
  ]

  private static func pattern(_ path: String) -> String { path.replacing(".", with: "\\.") }

  /// Signs that mean something to a server stand as `%XX`.
  private func rule(_ typed: String) throws -> String {
    guard !typed.isEmpty else { return "" }
    do { _ = try Requirement(typed) } catch {
      throw Complaint(
        "\(error)", mend: "write it such as --require \"role=Editor|department=Sales / North\"")
    }
    return typed.unicodeScalars.map { scalar in
      "\"\\$`{};#&".unicodeScalars.contains(scalar)
        ? "%" + String(scalar.value, radix: 16, uppercase: true) : String(scalar)
    }.joined()
  }

  private func folder(in site: String) throws -> String {
    let folder = protectedFolder ?? "\(site)/protected"
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    guard path != "/", !path.contains(where: { $0.isWhitespace || "\"\\$;{}".contains($0) }) else {
      throw Complaint(
        "--protected-folder \(folder) cannot stand in a server's configuration",
        mend: "name a folder without spaces and signs such as \" and $")
    }
    return path
  }

  private func check(_ path: String, in installation: Installation, besides others: [String]) throws
  {
    let allowed = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~")
    guard path.count > 1, path.hasPrefix("/"), path.hasSuffix("/"), !path.contains("//"),
      !path.contains("/."), path.unicodeScalars.allSatisfy(allowed.contains)
    else {
      throw Complaint(
        "--protect \(path) is no path of a folder on the host",
        mend: "begin and end it with a slash, such as /intern/; letters, digits and -._~ in between"
      )
    }
    let settings = installation.settings
    let pages = ["I", "i", "join", "assets", "errors"].map {
      "\(settings.baseAddress.path)/\($0)/"
    }
    for own in pages + ["\(settings.programPath)/"] where own.hasPrefix(path) || path.hasPrefix(own)
    {
      throw Complaint(
        "--protect \(path) would close \(own), which everybody needs to sign in",
        mend: "protect another path")
    }
    for other in others where other.hasPrefix(path) || path.hasPrefix(other) {
      throw Complaint(
        "--protect \(path) and --protect \(other) overlap", mend: "let none lie below another")
    }
  }
}
