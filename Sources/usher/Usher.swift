// The command line: `usher <noun> <verb>`. It reads what was typed, calls an action, prints the outcome.

import ArgumentParser
import Foundation

@main
struct Usher: ParsableCommand {
  /// The one place where it is said: the Makefile and the package read it here.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    abstract: "Invite people whose address you do not know.",
    discussion: """
      A site is a folder with usher.conf in it: the one named by --site, else by the variable \
      USHER_SITE, else the current folder.
      """,
    version: version,
    subcommands: [
      Init.self, Admin.self, Account.self, Department.self,
      Holdings<PositionNoun>.self, Holdings<GroupNoun>.self, Holdings<RoleNoun>.self,
      PublicAccount.self, Invite.self, BusinessSystemCommands.self,
      Applications.self,
      Find.self, Build.self, Deliver.self, Chores.self, Doctor.self, Hosting.self, Backup.self,
      Restore.self, Upgrade.self, Mails.self, Webhooks.self, Settings.self, Audit.self, Qr.self,
    ])

  /// 0; 1 for what could not be done, said in one line; 64 for wrong usage (sysexits.h).
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard exitCode(for: error) == .failure else { exit(withError: error) }
      complain("usher: \(error)\n")
      Foundation.exit(1)
    }
  }
}

/// What was wrong with what was asked: what it is, and how to mend it.
struct Complaint: Error, CustomStringConvertible {
  let description: String

  init(_ what: String, mend: String) { description = "\(what): \(mend)" }
}

/// Several of them, a line each: what could be done was done.
struct Complaints: Error, CustomStringConvertible {
  let all: [any Error]

  var description: String { all.map { "\($0)" }.joined(separator: "\nusher: ") }
}

/// To standard error. Where even that cannot be written, a full disk perhaps, the exit status has to do.
func complain(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
