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

  @Flag(help: "Go on, and write whatever changes or ends; for hosts without cron.")
  var watch = false

  @OptionGroup var options: SiteOptions

  func run() throws {
    if watch { return try watchSite() }
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

  /// Invitations that are read, written, synced and marked together: each may have a folder open meanwhile. The more,
  /// the fewer syncs are waited for.
  private static let batch: Int = {
    var files = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    if files.rlim_cur < 4096 {
      files.rlim_cur = min(files.rlim_max, 4096)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    }
    // Some are left to what else is open.
    return max(100, min(2000, Int(clamping: files.rlim_cur) / 2 - 100))
  }()

  /// - Parameter codes: of invitations that there are.
  @discardableResult
  func run(only codes: [InvitationCode]) throws -> Int {
    let publisher = try installation.publisher()
    var written = 0
    var named: Set<InvitationCode> = []
    var rest = codes.filter { named.insert($0).inserted }[...]
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
    let progress = showingProgress ? Progress(total: try rows.count(), of: "invitations") : nil
    var removed = 0
    var fresh: [String] = []
    var listing: Meanwhile<[String]>? = publisher.startListing()
    // Once for what changed in the database, once more for what somebody did to the document root.
    for _ in 0..<2 {
      var count = 0
      var last: InvitationCode?
      repeat {
        try publisher.exclusively {
          let batch = try rows.stale(
            on: publisher.foundation, after: last, limit: Self.batch, at: now)
          written += try publish(batch, with: publisher, at: now)
          fresh += batch.map(\.code.text)
          count += batch.count
          last = batch.last?.code
        }
        progress?.show(count)
      } while last != nil
      let found = try publisher.exclusively {
        try look(besides: fresh.sorted(), with: publisher, listed: listing?.value)
      }
      listing = nil
      removed += found.removed
      if found.lost == 0 { break }
    }
    progress?.finish()
    return (written, removed)
  }

  /// Invitations whose folders are not there, or were touched by somebody else, are marked as not published:
  /// what is right in them stays when they are published again. Folders of links that the database does not
  /// know go.
  /// - Parameters:
  ///   - fresh: codes of those that were published just now, in their order.
  ///   - listed: the names of the folders, where they were listed before those were published.
  private func look(
    besides fresh: [String], with publisher: Publisher, listed: [String]?
  ) throws -> (lost: Int, removed: Int) {
    let rows = installation.store.invitations
    // Before the folder is read: what happens meanwhile is looked at next time, what was published just now is not.
    let start = fresh.isEmpty ? FileMoment.now : .afterAll
    let last = try rows.lastBuilt().map(FileMoment.init(nanoseconds:))
    let looking = publisher.startLooking(touchedFrom: last, besides: fresh, listed: listed)
    let known = try rows.codes()
    let present = looking.value
    let touched = Set(present.touched)
    let lost = present.missing(of: known, besides: fresh) + known.filter(touched.contains)
    let removed = try publisher.removeStrangers(in: present, besides: known) {
      try rows.find(code: $0) != nil
    }
    // Where nothing happened nothing is written: a database that was written wakes whoever watches it.
    let isIdle = last != nil && fresh.isEmpty && lost.isEmpty && touched.isEmpty && removed == 0
    if isIdle { return (0, 0) }
    try installation.store.write {
      if lost.count == known.count { try rows.forgetPublished() }
      for code in lost.count == known.count ? [] : lost { try rows.forgetPublished(code: code) }
      if lost.isEmpty { try rows.setLastBuilt(start.nanoseconds) }
    }
    return (lost.count, removed)
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
          invitation.id,
          as: InvitationRows.publication(of: invitation, on: publisher.foundation, at: now))
      }
    }
    return written
  }
}
