// How a message leaves the host: the `sendmail` program, SMTP through the `curl` program, or, for a
// demonstration, a folder of .eml files. Each answer says whether trying again can help.

import Foundation
import Membership
import Processes

package enum Transport: Hashable, Sendable {
  case sendmail(program: String)
  case smtp(server: String, user: String, password: String)
  case folder(String)

  package struct Unknown: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameters:
  ///   - text: as in usher.conf.
  ///   - directory: what a folder's path is relative to.
  package init(_ text: String, user: String, password: String, directory: String) throws(Unknown) {
    let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
    let rest = halves.count == 2 ? halves[1] : ""
    switch halves.first {
    case "sendmail": self = .sendmail(program: rest.isEmpty ? "/usr/sbin/sendmail" : rest)
    case "smtp" where rest.hasPrefix("//"), "smtps" where rest.hasPrefix("//"):
      self = .smtp(server: text, user: user, password: password)
    case "folder" where !rest.isEmpty:
      self = .folder(rest.hasPrefix("/") ? rest : "\(directory)/\(rest)")
    default:
      throw Unknown(
        description: "mail = \(text): expected sendmail, sendmail:/path/to/program, "
          + "smtp://host:port, smtps://host:port or folder:path")
    }
  }

  package enum Outcome: Hashable, Sendable {
    case sent
    case deferred(String)
    case refused(String)
  }

  /// Seconds for one message.
  private static let patience: Int32 = 120

  package func deliver(_ message: Message) -> Outcome {
    do {
      switch self {
      case .sendmail(let program): return try send(message, through: program)
      case .smtp(let server, let user, let password):
        return try send(message, to: server, user, password)
      case .folder(let path): return try save(message, in: path)
      }
    } catch {
      return .deferred("\(error)")
    }
  }

  // MARK: sendmail

  /// By argument vector: an address is never read by a shell, nor as an option.
  private func send(_ message: Message, through program: String) throws -> Outcome {
    // On Unix a program that is given a mail expects its own line ends.
    let wire = message.wire.filter { $0 != UInt8(ascii: "\r") }
    let outcome = try Child(
      program, ["-i", "-f", message.from.address.text, "--", message.to.address.text]
    ).run(input: wire, seconds: Self.patience)
    if outcome.exit == 0 { return .sent }
    let said = "\(program) ended with \(outcome.exit): \(Self.line(outcome.complaint))"
    if outcome.timedOut { return .deferred("\(program) took too long") }
    // sysexits.h: 65 data error, 67 no such user. Others tell of the host's own setup, which can be
    // mended; but some programs report a server's own 5xx under such a number.
    let isFinal = [65, 67].contains(outcome.exit) || Self.namesFinalReply(outcome.complaint)
    return isFinal && outcome.exit != 75 ? .refused(said) : .deferred(said)
  }

  // MARK: SMTP

  /// Credentials on standard input and the message on another descriptor: neither is seen in the list
  /// of processes, neither touches the disk.
  private func send(
    _ message: Message, to server: String, _ user: String, _ password: String
  ) throws -> Outcome {
    var configuration = """
      url = "\(Self.quoted(server))"
      mail-from = "\(Self.quoted(message.from.address.text))"
      mail-rcpt = "\(Self.quoted(message.to.address.text))"
      upload-file = "/dev/fd/3"
      connect-timeout = 20
      max-time = 100
      write-out = "%{response_code}"
      silent
      show-error

      """
    if !user.isEmpty {
      // Never without TLS.
      configuration += "user = \"\(Self.quoted("\(user):\(password)"))\"\nssl-reqd\n"
    }
    let outcome = try Child("/usr/bin/curl", ["--disable", "--config", "-"]).run(
      input: Array(configuration.utf8), extra: message.wire, seconds: Self.patience)
    let code = Int(outcome.output.suffix(3)) ?? 0
    if outcome.exit == 0 { return .sent }
    let said = "\(server): \(code > 0 ? "answer \(code), " : "")\(Self.line(outcome.complaint))"
    let isFinal = (500..<600).contains(code) && !Self.ownReplies.contains(code)
    return isFinal ? .refused(said) : .deferred(said)
  }

  static func quoted(_ text: String) -> String {
    // By scalars: with an accent on it, a quote would be another character.
    text.unicodeScalars.filter { !Character($0).isNewline }
      .map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }

  // MARK: Folder

  private func save(_ message: Message, in path: String) throws -> Outcome {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let name = message.id.prefix { $0 != "@" }
    // A welcome holds a password, and the folder may be one that others read.
    let mask = umask(0o077)
    defer { umask(mask) }
    try Data(message.wire).write(
      to: URL(fileURLWithPath: "\(path)/\(name).eml"), options: .atomic)
    return .sent
  }

  // MARK: What was said

  /// All of it on one line of at most 300 characters: which line matters differs between programs.
  private static func line(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { trimmed($0) }.filter { !$0.isEmpty }
    return lines.isEmpty ? "no reason given" : String(lines.joined(separator: "; ").prefix(300))
  }

  /// A server's own 5xx in what a program says: at the start of a line, after "server message:" or
  /// "said:", or with an enhanced code (RFC 3463). A number elsewhere may be a port or a time.
  private static func namesFinalReply(_ text: String) -> Bool {
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split { $0.isWhitespace || $0 == "-" }.map { $0.filter { $0 != ":" && $0 != "," } }
    }
    func isReply(_ word: String) -> Bool {
      word.count == 3 && word.hasPrefix("5") && word.allSatisfy(\.isNumber)
    }
    func isEnhanced(_ word: String) -> Bool {
      let parts = word.split(separator: ".")
      return parts.count == 3 && parts[0] == "5" && parts.allSatisfy { Int($0) != nil }
    }
    let replies = lines.flatMap { words in
      words.indices.filter { place in
        isEnhanced(words[place])
          || isReply(words[place])
            && (place == 0
              || ["message", "said"].contains(words[place - 1].lowercased()))
      }.map { words[$0] }
    }
    return !replies.isEmpty && !replies.contains { ownReplies.contains(Int($0) ?? 0) }
  }

  /// They speak of our own sign-in or TLS (RFC 4954), which can be mended.
  private static let ownReplies = [530, 534, 535, 538]
}
