// Settings are stored together or not at all, and each that changed has its line in the log.

import Actions
import Membership
import TestSite
import Testing

@Suite("Change settings") struct ChangeSettingsTests {
  @Test("What differs is stored and stands in the log under who did it; the rest is left alone")
  func changed() throws {
    let site = try TestSite()
    let lines = try site.count("SELECT COUNT(*) FROM audit_log")
    let change = ChangeSettings(
      [(.organisation, " Acme "), (.contact, "Room 7"), (.accent, "#7A1F5F")],
      by: .account(site.administrator.id))
    guard case .changed(let names, let pages) = try change.perform(in: site.open(), at: .now) else {
      Issue.record("refused")
      return
    }
    #expect(names == [.contact, .accent] && pages.isEmpty)
    let settings = try site.open().settings
    #expect(settings.contact == "Room 7" && settings.accent == "#7a1f5f")
    #expect(settings.organisation == "Acme")
    #expect(try site.count("SELECT COUNT(*) FROM audit_log") == lines + 2)
    let log = try site.open().auditLines(limit: 2)
    #expect(log.map(\.subject) == [.setting(.accent), .setting(.contact)])
    #expect(log.allSatisfy { $0.actor?.login.text == "ada" && $0.entry.verb == "set" })
  }

  @Test("One wrong value: every one that is wrong is told, and nothing is stored")
  func refused() throws {
    let site = try TestSite()
    let before = try site.dump("setting") + site.dump("audit_log")
    let change = ChangeSettings(
      [(.contact, "Room 7"), (.accent, "#ffffff"), (.addressQuota, "0")], by: .commandLine)
    guard case .refused(let refusals) = try change.perform(in: site.open(), at: .now) else {
      Issue.record("taken")
      return
    }
    #expect(refusals.map(\.name) == [.accent, .addressQuota])
    #expect(try site.dump("setting") + site.dump("audit_log") == before)
  }
}
