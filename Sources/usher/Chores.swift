// `usher chores`: what has to be done again and again, for cron or a timer.

import ArgumentParser
import Foundation

struct Chores: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Build and deliver: what is due.",
    discussion: """
      Run it every minute, from cron or the systemd timer usher-chores@. Links that end get their page, mails that \
      could not be sent are tried again, administrators are told who waits. It prints nothing unless something is \
      wrong.
      """)

  @OptionGroup var options: SiteOptions

  /// Whatever keeps one of them from being done, the other is.
  func run() throws {
    let installation = try options.open()
    var wrong: [any Error] = []
    do { _ = try BuildAll(installation).run(showingProgress: false) } catch { wrong.append(error) }
    do { _ = try DeliverAll(installation).run() } catch { wrong.append(error) }
    guard wrong.isEmpty else { throw Complaints(all: wrong) }
  }
}
