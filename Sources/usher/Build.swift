// `usher build`: the database's projection into the document root.

import Actions
import ArgumentParser
import Foundation
import Membership
import Site
import Store

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the pages and QR images that are not up to date.")

  @Argument(help: "Codes of invitations to look at; all, and the common pages, if none is given.")
  var codes: [String] = []

  @OptionGroup var options: SiteOptions

  func run() throws {
    let installation = try options.open()
    let build = BuildAll(installation)
    if codes.isEmpty {
      let done = try build.run(showingProgress: isatty(STDERR_FILENO) == 1)
      print("\(done.written) files written, \(done.removed) folders removed")
      return
    }
    let known = try codes.map { try installation.invitation(typed: $0).code }
    print("\(try build.run(only: known)) files written")
  }
}

/// What is marked as published is on the disk; what is not is done again.
struct BuildAll {
  private let installation: Installation

  init(_ installation: Installation) { self.installation = installation }

  /// Invitations that are read, written, synced and marked together: each has a folder open meanwhile.
  private static let batch = 200

  /// - Parameter codes: of invitations that there are.
  @discardableResult
  func run(only codes: [InvitationCode]) throws -> Int {
    let publisher = try installation.publisher()
    var written = 0
    var rest = codes[...]
    while !rest.isEmpty {
      let batch = rest.prefix(Self.batch)
      rest = rest.dropFirst(batch.count)
      written += try publisher.exclusively {
        let invitations = try batch.compactMap {
          try installation.store.invitations.find(code: $0)
        }
        return try publish(invitations, with: publisher, at: .now)
      }
    }
    return written
  }

  func run(showingProgress: Bool) throws -> (written: Int, removed: Int) {
    // Read only to find mistakes before a mail has to go out.
    _ = try installation.mailTemplates()
    let publisher = try installation.publisher()
    let now = Moment.now
    var written = try publisher.exclusively {
      try publisher.publishCommon(
        installed: "\(installation.configuration.installed)/public",
        owner: "\(installation.configuration.templates)/public")
    }
    let rows = installation.store.invitations
    let progress = showingProgress ? Progress(total: try rows.count()) : nil
    var count = 0
    var last: InvitationCode?
    repeat {
      try publisher.exclusively {
        let batch = try rows.batch(after: last, limit: Self.batch)
        let stale = batch.filter {
          $0.digest != publisher.digest(of: $0.invitation, at: now)
            || !publisher.isPublished($0.invitation, at: now)
        }
        written += try publish(stale.map(\.invitation), with: publisher, at: now)
        count += batch.count
        last = batch.last?.invitation.code
      }
      progress?.show(count)
    } while last != nil
    progress?.finish()
    let removed = try publisher.exclusively {
      try publisher.removeStrangers(besides: count) { try rows.find(code: $0) != nil }
    }
    return (written, removed)
  }

  private func publish(
    _ invitations: [Invitation], with publisher: Publisher, at now: Moment
  ) throws -> Int {
    guard !invitations.isEmpty else { return 0 }
    let written = try publisher.publish(invitations, at: now)
    let store = installation.store
    try store.write {
      for invitation in invitations {
        try store.invitations.markPublished(
          invitation.id, digest: publisher.digest(of: invitation, at: now))
      }
    }
    return written
  }
}

/// A line on a terminal that says how far it is.
private struct Progress {
  let total: Int

  func show(_ done: Int) {
    let share = total == 0 ? 1 : min(1, Double(done) / Double(total))
    let filled = Int(share * 30)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    complain("\r\(bar) \(done) of \(total) invitations")
  }

  func finish() { complain("\r\u{1B}[K") }
}
