// `usher hosting`: a web server's complete configuration for this site, from the templates in
// `templates/hosting`. What is printed is what the tests start the servers with.

import Actions
import ArgumentParser
import Foundation
import Membership
import Templates

struct Hosting: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a web server's configuration for the site.",
    subcommands: [Apache.self, Nginx.self, Lighttpd.self, Shared.self])

  struct Options: ParsableArguments {
    @Option(help: "Where it listens, if not everywhere: 127.0.0.1:8080.")
    var listen: String?

    @Option(
      help: ArgumentHelp("The user that the web server works as.", valueName: "user"))
    var serverUser = "www-data"

    @Option(help: "The file of the certificate; Let's Encrypt's if not given.")
    var certificate: String?

    @Option(help: "The file of the certificate's key.")
    var certificateKey: String?

    @OptionGroup var protection: Protection
    @OptionGroup var options: SiteOptions
  }

  struct Apache: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "For Apache 2.4.")

    enum Module: String, ExpressibleByArgument, CaseIterable { case cgid, fcgid }

    @Option(help: "cgid starts usher.cgi for each request; fcgid keeps it running.")
    var with: Module = .cgid

    @Option(
      help: ArgumentHelp(
        "Where a usher.cgi listens that Apache asks about visitors, with --protect: each site has its own port.",
        valueName: "address"))
    var authorizer = "127.0.0.1:9710"

    @OptionGroup var hosting: Options

    func run() throws {
      try hosting.printRecipe("apache") { recipe in
        var modules = ["headers", "rewrite", with.rawValue]
        if recipe["secure"] as? Bool == true { modules.append("ssl") }
        if recipe["protects"] as? Bool == true {
          modules.append("authnz_fcgi")
          recipe.merge(try Hosting.Protection.authorizer(authorizer)) { $1 }
        }
        if recipe["isOwnedByServer"] as? Bool == false { modules.append("suexec") }
        // Debian's ports.conf opens the two usual ones.
        if let port = recipe["port"] as? String, hosting.listen == nil,
          !["80", "443"].contains(port)
        {
          recipe["listen"] = port
        }
        recipe.merge([
          "module": "mod_\(with.rawValue)", "fcgid": with == .fcgid, "service": "apache2",
          "modules": modules.joined(separator: " "),
        ]) { $1 }
      }
    }
  }

  struct Nginx: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "For nginx.")

    enum Way: String, ExpressibleByArgument, CaseIterable { case fastcgi, fcgiwrap }

    @Option(help: "fastcgi: usher.cgi is kept running; fcgiwrap starts it for each request.")
    var with: Way = .fastcgi

    @Option(help: "The socket that usher.cgi, or fcgiwrap, listens on.")
    var socket: String?

    @OptionGroup var hosting: Options

    func run() throws {
      try hosting.printRecipe("nginx") { recipe in
        recipe["module"] = with == .fastcgi ? "FastCGI" : "fcgiwrap"
        recipe["fcgiwrap"] = with == .fcgiwrap
        recipe["keptBySystemd"] = with == .fastcgi
        recipe["service"] = "nginx"
        if with == .fcgiwrap { recipe["socket"] = "/run/fcgiwrap.socket" }
        if let socket { recipe["socket"] = socket }
      }
    }
  }

  struct Lighttpd: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "For lighttpd 1.4.")

    @Option(
      help: """
        The socket of a usher.cgi that is kept running. If not given, lighttpd starts usher.cgi where the site \
        belongs to its own user; else systemd does.
        """)
    var socket: String?

    @OptionGroup var hosting: Options

    func run() throws {
      try hosting.printRecipe("lighttpd") { recipe in
        let startsItself = socket == nil && recipe["isOwnedByServer"] as? Bool == true
        recipe["startsItself"] = startsItself
        recipe["keptBySystemd"] = !startsItself
        recipe["service"] = "lighttpd"
        if startsItself { recipe["socket"] = "\(recipe["site"] ?? "")/usher.socket" }
        if let socket { recipe["socket"] = socket }
      }
    }
  }
}

extension Hosting.Options {
  fileprivate func printRecipe(
    _ server: String, _ more: (inout [String: Any]) throws -> Void
  ) throws {
    let installation = try options.open()
    var recipe = installation.recipe
    recipe["serverUser"] = serverUser
    recipe["isOwnedByServer"] = recipe["owner"] as? String == serverUser
    if let certificate { recipe["certificate"] = certificate }
    if let certificateKey { recipe["certificateKey"] = certificateKey }
    if let listen {
      recipe["listen"] = listen
      recipe["sockets"] = [listen]
      recipe["virtualHost"] = listen
    }
    recipe.merge(try protection.values(in: installation)) { $1 }
    try more(&recipe)
    print(try installation.hostingText(server, recipe), terminator: "")
  }
}

extension Installation {
  /// What a server has to know of the site: the names that templates in `templates/hosting` may use.
  var recipe: [String: Any] {
    let base = settings.baseAddress
    let (host, port) = Self.hostAndPort(of: base)
    let (owner, group) = Self.owner(of: configuration.directory)
    let name = host.replacing(/[\[\]]/, with: "")
    let lines = dropIn(owner, group)
    let unit = Self.unitName(of: configuration.directory)
    let cgi = "\(configuration.directory)/cgi-bin/usher.cgi"
    let own: [String: Any] = [
      "origin": base.origin, "host": host, "port": port, "secure": base.isSecure,
      "hostPattern": NSRegularExpression.escapedPattern(for: host),
      "prefix": base.path, "program": settings.programPath,
      "virtualHost": "*:\(port)", "listen": "",
      // Port 80 is opened by every server's own configuration.
      "sockets": port == "80" ? [] : [":\(port)", "[::]:\(port)"],
      "name": name, "variable": "usher_" + name.replacing(/[^A-Za-z0-9]/, with: "_"),
      "site": configuration.directory, "public": configuration.published, "cgi": cgi,
      "cgiFolder": "\(configuration.directory)/cgi-bin",
      "owner": owner, "group": group, "serverUser": "", "isOwnedByServer": false,
      "usher": configuration.usher, "service": "", "keptBySystemd": false,
      "dropIn": !lines.isEmpty, "lines": lines,
      "unit": unit, "socket": "/run/usher\(configuration.directory).socket",
      "certificate": "/etc/letsencrypt/live/\(host)/fullchain.pem",
      "certificateKey": "/etc/letsencrypt/live/\(host)/privkey.pem",
      "lua": "\(configuration.installed)/templates/hosting/lighttpd.lua",
      "policy": ContentSecurityPolicy.text,
      "module": "", "machine": Self.machine, "modules": "", "fcgid": false, "fcgiwrap": false,
      "startsItself": false,
    ]
    return own.merging(Hosting.Protection.nothing) { own, _ in own }
  }

  func hostingText(_ name: String, _ values: [String: Any]) throws -> String {
    let templates = try TemplateSet(
      installed: "\(configuration.installed)/templates/hosting",
      owner: "\(configuration.templates)/hosting", names: Set(values.keys))
    return try templates.render("\(name).txt", .english, values)
  }

  private static func hostAndPort(of base: BaseAddress) -> (host: String, port: String) {
    let authority = base.origin.drop { $0 != "/" }.dropFirst(2)
    // An IPv6 address is in brackets, and has colons of its own.
    let afterName = authority.lastIndex(of: "]") ?? authority.startIndex
    guard let colon = authority[afterName...].firstIndex(of: ":") else {
      return (String(authority), base.isSecure ? "443" : "80")
    }
    return (String(authority[..<colon]), String(authority[authority.index(after: colon)...]))
  }

  /// What systemd's units have to be told of this site: they are for a site of the user `usher` that keeps all
  /// that is its own in its folder.
  private func dropIn(_ owner: String, _ group: String) -> [String] {
    let usual = owner == SiteOwner.usual && group == SiteOwner.usual
    let database = URL(fileURLWithPath: configuration.database).deletingLastPathComponent().path
    let outside = [database, configuration.published].filter {
      !"\($0)/".hasPrefix("\(configuration.directory)/")
    }
    return (usual ? [] : ["User=\(owner)", "Group=\(group)"])
      + outside.map { "ReadWritePaths=\($0.replacing("%", with: "%%"))" }
  }

  private static var machine: String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: &name.machine) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func owner(of file: String) -> (user: String, group: String) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    return (
      attributes?[.ownerAccountName] as? String ?? "usher",
      attributes?[.groupOwnerAccountName] as? String ?? "usher"
    )
  }

  /// The instance of systemd's template units: systemd-escape(1) with `--path`.
  private static func unitName(of path: String) -> String {
    var name = ""
    for (place, byte) in path.drop(while: { $0 == "/" }).utf8.enumerated() {
      let character = Character(UnicodeScalar(byte))
      if character == "/" {
        name += "-"
      } else if byte < 0x80,
        character.isLetter || character.isNumber || character == ":"
          || character == "_" || (character == "." && place > 0)
      {
        name.append(character)
      } else {
        name += "\\x" + String(byte, radix: 16)
      }
    }
    return name
  }
}
