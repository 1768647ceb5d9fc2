// What a process that answers many requests keeps between them, and that it never shows what is no longer so.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("A standing installation") struct StandingInstallationTests {
  private func shown(_ installation: Installation) throws -> [String] {
    [
      installation.settings.organisation,
      try installation.departments().map(\.path).joined(separator: ", "),
      "\(try installation.departmentCount())",
      try installation.administrators().map(\.name.text).joined(separator: ", "),
    ]
  }

  @Test("What another process changes is there in the next request")
  func others() throws {
    let site = try TestSite()
    let standing = StandingInstallation(directory: site.directory)
    let first = ["Acme", "Sales, Sales / North", "2", "Ada Lovelace"]
    for _ in 0..<3 { #expect(try shown(standing.current()) == first) }
    try site.set(.organisation, "Bolt")
    #expect(try standing.current().settings.organisation == "Bolt")
    _ = try AddDepartment(path: "Press").perform(in: site.open(), at: .now)
    #expect(try shown(standing.current())[1...2] == ["Press, Sales, Sales / North", "3"])
    _ = try site.administrator("grace", "Grace Hopper")
    #expect(try shown(standing.current())[3] == "Ada Lovelace, Grace Hopper")
    for _ in 0..<3 {
      #expect(
        try shown(standing.current())
          == ["Bolt", "Press, Sales, Sales / North", "3", "Ada Lovelace, Grace Hopper"])
    }
  }

  @Test("What it changes itself is there in the same request, and its settings in the next")
  func own() throws {
    let site = try TestSite()
    let standing = StandingInstallation(directory: site.directory)
    for _ in 0..<3 { _ = try shown(standing.current()) }
    let installation = try standing.current()
    #expect(try shown(installation)[1...2] == ["Sales, Sales / North", "2"])
    _ = try AddDepartment(path: "Press").perform(in: installation, at: .now)
    #expect(try shown(installation)[1...2] == ["Press, Sales, Sales / North", "3"])
    let change = ChangeSettings([(.organisation, "Bolt")], by: .commandLine)
    _ = try change.perform(in: installation, at: .now)
    #expect(try standing.current().settings.organisation == "Bolt")
  }

  @Test("A schema that is newer meanwhile is refused, and taken again when it is as before")
  func schema() throws {
    let site = try TestSite()
    let standing = StandingInstallation(directory: site.directory)
    for _ in 0..<2 { _ = try standing.current() }
    try site.run("INSERT INTO schema_version (version, name) VALUES (99, 'later')")
    for _ in 0..<2 { #expect(throws: Installation.Failure.self) { try standing.current() } }
    try site.run("DELETE FROM schema_version WHERE version = 99")
    #expect(try standing.current().settings.organisation == "Acme")
  }
}
