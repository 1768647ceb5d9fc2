// `usher.conf`: where a site keeps its things and how its mail leaves the host. Read from a file, since
// suexec empties the environment. Lines `name = value`; `#` begins a comment; paths are relative to the file.

import Glibc
import Membership

package struct Configuration: Sendable {
  /// The folder that usher.conf lies in.
  package let directory: String
  package var database = "usher.db"
  package var key = "usher.key"
  /// The document root that `usher build` fills.
  package var published = "public"
  /// The owner's changes to templates and look.
  package var templates = "templates"
  /// The installed set of templates and look.
  package var installed = ""
  /// The program that publishes and delivers.
  package var usher = ""
  /// `sendmail`, `sendmail:/path`, `smtp://host:port`, `smtps://host:port`, `folder:path`.
  package var mail = "sendmail:/usr/sbin/sendmail"
  package var mailUser = ""
  package var mailPassword = ""
  /// Whether webhooks may lie in private networks.
  package var webhooksPrivate = false
  /// The certificates that webhooks' receivers are checked with; empty: the host's own.
  package var webhooksCA = ""

  package static let fileName = "usher.conf"

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameter directory: a site's, with usher.conf in it.
  package init(directory: String) throws(Failure) {
    self.directory = directory
    let file = "\(directory)/\(Self.fileName)"
    guard let text = readText(file) else {
      let problem = String(cString: strerror(errno))
      throw Failure(description: "\(file) cannot be read: \(problem)")
    }
    for (place, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = trimmed(line)
      if content.isEmpty || content.hasPrefix("#") { continue }
      let halves = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, set(trimmed(halves[0]), to: trimmed(halves[1])) else {
        throw Failure(
          description: "\(file):\(place + 1): a line is `name = value`, with one of the names "
            + "database, key, public, templates, installed, usher, mail, mail_user, mail_password, webhooks_private, "
            + "webhooks_ca")
      }
    }
    database = absolute(database)
    key = absolute(key)
    published = absolute(published)
    templates = absolute(templates)
    installed = absolute(installed)
    usher = absolute(usher)
    webhooksCA = absolute(webhooksCA)
  }

  /// A switch, not a table of key paths: this runs for every request, and a table took a quarter of what
  /// usher.cgi needs beyond a C program (callgrind).
  private mutating func set(_ name: String, to value: String) -> Bool {
    switch name {
    case "database": database = value
    case "key": key = value
    case "public": published = value
    case "templates": templates = value
    case "installed": installed = value
    case "usher": usher = value
    case "mail": mail = value
    case "mail_user": mailUser = value
    case "mail_password": mailPassword = value
    case "webhooks_private" where value == "yes" || value == "no": webhooksPrivate = value == "yes"
    case "webhooks_ca": webhooksCA = value
    default: return false
    }
    return true
  }

  private func absolute(_ path: String) -> String {
    path.isEmpty || path.hasPrefix("/") ? path : "\(directory)/\(path)"
  }
}

/// nil with `errno` where it cannot be read.
private func readText(_ file: String) -> String? {
  guard let stream = fopen(file, "re") else { return nil }
  defer { fclose(stream) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while bytes.count < 1 << 20 {
    let count = fread(&buffer, 1, buffer.count, stream)
    if count == 0 { break }
    bytes += buffer.prefix(count)
  }
  return String(decoding: bytes, as: UTF8.self)
}
