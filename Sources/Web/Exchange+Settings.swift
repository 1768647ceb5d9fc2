// The page of the settings, and what becomes of its form.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func settingsPage(_ desk: Desk) throws -> Response {
    let stored = values(of: settings)
    let form = SettingsForm(
      stored: stored, typed: stored,
      done: desk.request.query["done"].flatMap { SettingsForm.Done(rawValue: $0) })
    return page(.ok, surroundings(translated: true).settingsPage(try signedIn(desk), form))
  }

  /// Only what was changed in this form counts: what somebody else has changed meanwhile stays.
  mutating func changeSettings(_ desk: Desk) throws -> Response {
    let sent = desk.request.form
    var form = SettingsForm(stored: values(of: settings), typed: [:])
    var changes: [(name: Settings.Name, value: String)] = []
    for name in Settings.Name.allCases {
      guard let typed = sent[name.rawValue] else { continue }
      form.typed[name] = typed
      if let before = sent[SettingsForm.before + name.rawValue] { form.stored[name] = before }
      if typed != form.stored[name] { changes.append((name, typed)) }
    }
    let change = ChangeSettings(changes, by: .account(desk.session.account.id))
    switch try change.perform(in: desk.installation, at: now) {
    case .changed(let changed):
      if !changed.isEmpty { followUps.append(["build"]) }
      let done = changed.isEmpty ? SettingsForm.Done.nothing : .saved
      return redirect(to: absolute(.settings) + queryText([("done", done.rawValue)]))
    case .refused(let refusals):
      form.problems = Set(refusals.map(\.name))
      return page(.unprocessableContent, surroundings().settingsPage(try signedIn(desk), form))
    }
  }

  private func values(of settings: Settings) -> [Settings.Name: String] {
    Dictionary(uniqueKeysWithValues: Settings.Name.allCases.map { ($0, settings[$0]) })
  }
}
