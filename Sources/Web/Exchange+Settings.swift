// The page of the settings, and what becomes of its form.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func settingsPage(_ desk: Desk) throws -> Response {
    var form = try settingsForm(desk)
    form.done = desk.request.query["done"].flatMap { SettingsForm.Done(rawValue: $0) }
    return page(.ok, surroundings(translated: true).settingsPage(try signedIn(desk), form))
  }

  /// Only what was changed in this form counts: what somebody else has changed meanwhile stays.
  mutating func changeSettings(_ desk: Desk) throws -> Response {
    let sent = desk.request.form
    var form = try settingsForm(desk)
    var changes: [(name: Settings.Name, value: String)] = []
    form.typed = [:]
    for name in Settings.Name.allCases {
      guard let typed = sent[name.rawValue] else { continue }
      form.typed[name] = typed
      if let before = sent[SettingsForm.before + name.rawValue] { form.stored[name] = before }
      if typed != form.stored[name] { changes.append((name, typed)) }
    }
    let change = ChangeSettings(
      changes, memberLinks: sent[SettingsForm.links].flatMap { OutstandingLinks(rawValue: $0) },
      by: actor(desk))
    switch try change.perform(in: desk.installation, at: now) {
    case .changed(let changed, let pages):
      let cause = pages.isEmpty ? nil : publish(pages, in: desk.installation)
      if !changed.isEmpty { followUps.append(["build"]) }
      if let cause {
        form.stored = form.typed
        form.unpublished = cause
        return page(.ok, surroundings().settingsPage(try signedIn(desk), form))
      }
      let done = changed.isEmpty ? SettingsForm.Done.nothing : .saved
      return redirect(to: absolute(.settings) + queryText([("done", done.rawValue)]))
    case .refused(let refusals): form.problems = Set(refusals.map(\.name))
    case .asks(let links): form.outstanding = links
    }
    return page(.unprocessableContent, surroundings().settingsPage(try signedIn(desk), form))
  }

  /// As it is stored.
  private func settingsForm(_ desk: Desk) throws -> SettingsForm {
    let installation = desk.installation
    let departments = try departmentChoice(in: installation)
    let stored = try Settings.Name.allCases.map { name in
      // Chosen from a list by its id, or typed.
      if name == .memberDepartment, case .typed = departments {
        return (name, try installation.text(of: name))
      }
      return (name, settings[name])
    }
    let values = Dictionary(uniqueKeysWithValues: stored)
    return SettingsForm(stored: values, typed: values, departments: departments)
  }
}
