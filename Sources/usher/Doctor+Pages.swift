// `usher doctor`: the document root: whether it can be written, templates are without mistakes, and each page is
// what `usher build` would make of it now.

import Actions
import Foundation
import Membership
import Site
import Store
import Templates

struct PagesCheck: Sendable {
  private let site: Configuration

  /// Seconds for comparing pages.
  private static let patience = 0.8

  init(_ configuration: Configuration) { site = configuration }

  func findings() -> [Finding] {
    guard FileManager.default.fileExists(atPath: site.published) else { return [] }
    guard access(site.published, W_OK) == 0 else {
      return [
        .fault(
          "pages", "\(site.published) cannot be written (\(String(cString: strerror(errno))))",
          mend: "mend its rights: `usher build` writes into it")
      ]
    }
    do {
      let installation = try Installation(site, .expectingCurrentSchema)
      _ = try installation.mailTemplates()
      return try [.fine("templates", "without mistakes"), compare(installation)]
    } catch let mistake as TemplateSet.Mistake {
      return [
        .fault("templates", "\(mistake)", mend: "mend that line; until then the old pages stay")
      ]
    } catch {
      return [.fault("pages", "\(error)", mend: "mend that, then `usher build`")]
    }
  }

  private func compare(_ installation: Installation) throws -> Finding {
    let publisher = try installation.publisher()
    let now = Moment.now
    let end = Date().addingTimeInterval(Self.patience)
    let common = ["index.html", "join/index.html", "errors/404.html", "assets/style.css"]
    var stale = common.filter {
      !FileManager.default.fileExists(atPath: "\(site.published)/\($0)")
    }.count
    let rows = installation.store.invitations
    var late = 0
    var last: InvitationCode?
    repeat {
      let batch = try rows.stale(on: publisher.foundation, after: last, limit: 200, at: now)
      for link in batch {
        stale += 1
        let opened = link.notBefore.flatMap { link.created < $0 ? $0 : nil }
        let isLongAgo = [link.expires, opened].contains {
          $0.map { $0 < now + -300 } ?? false
        }
        // What its page says of the time was so before.
        if isLongAgo, link.revoked == nil, let shown = try rows.publishedState(code: link.code),
          shown != link.state(at: now)
        {
          late += 1
        }
      }
      last = batch.last?.code
    } while last != nil && Date() < end
    let isComplete = last == nil
    let built = try rows.lastBuilt().map(FileMoment.init(nanoseconds:))
    let present = publisher.present(touchedFrom: built)
    let codes = try rows.codes()
    stale += present.missing(of: codes).count
    for name in present.touched where Date() < end {
      guard let code = InvitationCode(name), let link = try rows.find(code: code) else { continue }
      if try !publisher.isPublished(link, at: now) { stale += 1 }
    }
    if late > 0 {
      return .fault(
        "pages",
        "\(late) \(late == 1 ? "link has" : "links have") opened or ended more than five "
          + "minutes ago, and the page does not say so: `usher build` does not run",
        mend: "have `usher chores` run each minute, or keep `usher build --watch` running")
    }
    if stale > 0 {
      return .warning(
        "pages", "\(stale) \(stale == 1 ? "is" : "are") missing or not up to date",
        mend: "`usher build` writes them")
    }
    let all = isComplete && Date() < end ? "all" : "as far as looked at,"
    return .fine("pages", "\(all) \(codes.count) links' are up to date")
  }
}

/// Files of a build that was ended in the middle: harmless, and nobody's any more.
struct LeftoverCheck: Sendable {
  private let root: String

  private static let patience = 0.8

  init(_ configuration: Configuration) { root = configuration.published }

  func findings() -> [Finding] {
    let found = Leftovers.find(in: root, until: .now() + Self.patience)
    guard let first = found.first else {
      return [.fine("document root", "nothing was left by a build that was ended")]
    }
    return [
      .warning(
        "document root",
        "\(found.count) \(found.count == 1 ? "file was" : "files were") left by a build that was ended, "
          + "such as \(first)",
        mend: "`find \(root) -name '.*.new' -prune -exec rm -r {} +`, while no build runs")
    ]
  }
}
