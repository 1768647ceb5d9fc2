// `usher doctor`: looks at everything around a site that can be wrong, in under two seconds, and changes nothing.
// A broken site is what it is for: whatever cannot be looked at is a finding, never an end.

import Actions
import ArgumentParser
import Database
import Foundation
import Membership
import Store

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for whatever is wrong with a site, and say how to mend it.",
    discussion: "Exit 0 where there is no fault; notes and warnings are none.")

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var options: SiteOptions

  func run() throws {
    let findings = examine()
    if json {
      try printJSON(findings)
    } else {
      for finding in findings { print(finding.line) }
    }
    fflush(nil)
    let faults = findings.filter { $0.state == .fault }.count
    if faults > 0 {
      complain("usher: \(faults) \(faults == 1 ? "fault" : "faults")\n")
      // Whatever is still being waited for is not.
      Foundation.exit(1)
    }
    Foundation.exit(0)
  }

  /// Seconds for all of it.
  private static let patience = 1.8

  private func examine() -> [Finding] {
    let end = DispatchTime.now() + Self.patience
    let folder = options.folder
    guard FileManager.default.fileExists(atPath: "\(folder)/\(Configuration.fileName)") else {
      return [
        .fault(
          "usher.conf", "there is none in \(folder)",
          mend: "name the site's folder with --site, or make a site with `usher init`")
      ]
    }
    do {
      try SiteOwner(of: folder).become()
    } catch {
      return [.fault("owner", "\(error)", mend: "run it as the user who owns the site")]
    }
    let configuration: Configuration
    do {
      configuration = try Configuration(directory: folder)
    } catch {
      return [
        .fault("usher.conf", "\(error)", mend: "mend that line, or the file's rights")
      ]
    }
    // Children that end early are no end of ours.
    signal(SIGPIPE, SIG_IGN)
    let paths = PathCheck(configuration).findings()
    let rights = RightsCheck(configuration)
    var findings = paths + rights.findings() + ReachCheck(configuration).findings()
    findings += HostCheck(configuration).findings()
    let database = DatabaseCheck(configuration)
    let (store, opened) = database.open()
    findings += opened
    let settings = (try? store?.settings.load()) ?? Membership.Settings()
    let isOpen = store != nil
    let deadLink = try? store?.health.anyDeadLink(before: .now + -300)
    // What waits for a disk, a program or a network goes side by side.
    var slow: [(what: String, look: @Sendable () -> [Finding])] = []
    if isOpen { slow.append(("integrity", { database.integrity() })) }
    slow.append(("mail", { MailCheck(configuration).findings() }))
    slow.append(("build's leftovers", { LeftoverCheck(configuration).findings() }))
    if isOpen {
      slow.append(("pages", { PagesCheck(configuration).findings() }))
      // As another user it would leave files behind that the site's own cannot open.
      if rights.isOwner {
        slow.append(("usher.cgi", { ProgramCheck(configuration, settings).findings() }))
      }
      slow.append(("web server", { WebCheck(settings, deadLink: deadLink ?? nil).findings() }))
    }
    let all = SideBySide.run(slow, until: end)
    if let store {
      findings += DatabaseCheck.chores(store) + SettingsCheck(settings).findings(store)
    }
    return findings + all()
  }
}

/// Several looks at once, each on a thread, with one time limit: a hanging name server or disk is a finding.
enum SideBySide {
  static func run(
    _ looks: [(what: String, look: @Sendable () -> [Finding])], until end: DispatchTime
  ) -> () -> [Finding] {
    let answers = Answers()
    let waiting = looks.map { _ in DispatchSemaphore(value: 0) }
    for (place, look) in looks.enumerated() {
      let look = look.look
      let done = waiting[place]
      Thread.detachNewThread {
        answers.set(place, look())
        done.signal()
      }
    }
    return {
      looks.enumerated().flatMap { place, look in
        if waiting[place].wait(timeout: end) == .success { return answers.get(place) }
        return [
          .warning(
            look.what, "did not answer in time", mend: "look at the load of this host, then again")
        ]
      }
    }
  }

  private final class Answers: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [Int: [Finding]] = [:]

    func set(_ place: Int, _ findings: [Finding]) { lock.withLock { all[place] = findings } }
    func get(_ place: Int) -> [Finding] { lock.withLock { all[place] ?? [] } }
  }
}
