// What an administrator sees first: who waits, which links end soon, and how many applied on each of the
// last thirty days, drawn here and not by a script.

import Languages
package import Membership

package struct Overview {
  /// Those who have waited longest.
  package var waiting: [Application]
  package var ending: [Invitation]
  /// Days and how many applied on each, the last is today.
  package var days: [(day: ClockReading, count: Int)]
  /// Mails that could not be sent; counted to a thousand.
  package var failedMails: Int
  /// Whether there is any invitation yet.
  package var hasInvitations: Bool

  package init(
    waiting: [Application], ending: [Invitation], days: [(day: ClockReading, count: Int)],
    failedMails: Int, hasInvitations: Bool
  ) {
    self.waiting = waiting
    self.ending = ending
    self.days = days
    self.failedMails = failedMails
    self.hasInvitations = hasInvitations
  }
}

extension Surroundings {
  package func overviewPage(_ signedIn: SignedIn, _ overview: Overview) -> HTML {
    let texts = strings.overview
    let failed = overview.failedMails
    return desk(
      title: texts.title, signedIn, .overview,
      """
      <h1>\(texts.title)</h1>
      \(piece(if: failed > 0, "<p class=\"alert\"><a href=\"\(address(.mail))?state=failed\">\(texts.failedMails(counted(failed)))</a></p>"))
      \(piece(if: !overview.hasInvitations, "<p class=\"empty\">\(texts.begin)<br><a class=\"button\" href=\"\(address(.newInvitation))\">\(strings.invitations.new)</a></p>"))
      <h2>\(texts.waits)</h2>
      \(waiting(overview.waiting, signedIn.pending))
      <h2>\(texts.endsSoon)</h2>
      \(overview.ending.isEmpty ? "<p class=\"soft\">\(texts.nothingEnds)</p>" : table(overview.ending))
      <h2>\(texts.perDay)</h2>
      \(chart(overview.days))
      """)
  }

  private func waiting(_ applications: [Application], _ count: Int) -> HTML {
    let texts = strings.overview
    guard !applications.isEmpty else { return "<p class=\"soft\">\(texts.nobodyWaits)</p>" }
    let rows: [HTML] = applications.map { application in
      """
      <tr><td><a href="\(address(.application(reference: application.reference)))"><b>\(application.name.text)</b></a>\
      <small>\(breakable: application.email)</small></td>\
      <td data-is="\(strings.applications.joins)">\(application.departmentPath.isEmpty ? "–" : application.departmentPath)</td>\
      <td data-is="\(strings.applications.applied)">\(recently(application.applied))</td></tr>

      """
    }
    return """
      <table><thead><tr><th scope="col">\(strings.applications.applicant)</th><th scope="col">\(strings.applications.joins)</th>\
      <th scope="col">\(strings.applications.applied)</th></tr></thead><tbody>
      \(rows)</tbody></table>
      <p class="bar"><a class="button" href="\(address(.applications))">\(texts.allWaiting) (\(counted(count)))</a></p>
      """
  }

  // MARK: Chart

  private func chart(_ days: [(day: ClockReading, count: Int)]) -> HTML {
    let texts = strings.overview
    let highest = days.map(\.count).max() ?? 0
    let most = max(1, highest)
    let total = days.map(\.count).reduce(0, +)
    let bars: [HTML] = days.enumerated().map { place, day in
      // A day on which anybody applied is seen, however high the others are.
      let height = day.count == 0 ? 0 : max(1, day.count * 90 / most)
      return """
        <rect x="\(place * 10 + 1)" y="\(90 - height)" width="8" height="\(height)"><title>\(strings.day(day.day)): \(day.count)</title></rect>
        """
    }
    let rows: [HTML] = days.reversed().filter { $0.count > 0 }.map {
      "<tr><td>\(strings.day($0.day))</td><td data-is=\"\(texts.count)\">\($0.count)</td></tr>\n"
    }
    return """
      <p>\(texts.chart(total, highest))</p>
      <svg class="chart" viewBox="0 0 \(days.count * 10) 90" preserveAspectRatio="none" role="img" aria-label="\(texts.chart(total, highest))">\(bars)</svg>
      <p class="axis soft"><span>\(days.first.map { strings.day($0.day) } ?? "")</span><span>\(days.last.map { strings.day($0.day) } ?? "")</span></p>
      \(piece(if: total > 0, "<details><summary>\(texts.asTable)</summary><table><thead><tr><th scope=\"col\">\(texts.day)</th><th scope=\"col\">\(texts.count)</th></tr></thead><tbody>\(rows)</tbody></table></details>"))
      """
  }
}
