// `usher build --watch` and `usher deliver --watch`: the site goes on without cron.

import Foundation
import Testing

@Suite("usher build --watch", .serialized) struct WatchTests {
  private func start(
    _ site: HostedSite, _ arguments: String..., asRoot: Bool = false
  ) throws -> Process {
    let process = Shell.process(
      [site.usherProgram] + arguments + ["--watch", "--site", site.site], in: site.folder,
      asRoot: asRoot)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try Shell.start(process)
    return process
  }

  private func end(_ process: Process) -> Int32 {
    process.terminate()
    #expect(Shell.wait { !process.isRunning })
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    return process.terminationStatus
  }

  @Test(
    "A link that ends, a change, a template: each is on its page soon, without cron; one at a time")
  func build() throws {
    let site = try HostedSite(serving: false)
    let code = try #require(try site.invite()["code"] as? String)
    let other = try #require(try site.invite()["code"] as? String)
    func page(_ code: String) -> String {
      (try? String(contentsOfFile: "\(site.site)/public/I/\(code)/index.html", encoding: .utf8))
        ?? ""
    }
    _ = try site.sql("UPDATE invitation SET expires = unixepoch() + 5 WHERE code = '\(code)'")
    let watch = try start(site, "build")
    defer { if watch.isRunning { watch.terminate() } }
    // It says its number once it has its turn.
    #expect(
      Shell.wait {
        (try? String(contentsOfFile: "\(site.site)/usher.db.build-watch", encoding: .utf8))?.isEmpty
          == false
      })
    let second = try site.usher("build", "--watch", "--site", site.site)
    #expect(
      second.exit == 1 && second.complaint.contains("watches this site already")
        && second.complaint.firstMatch(of: #/process \d+/#) != nil, "\(second)")
    let gone = "\(site.site)/public/I/\(code)/gone"
    #expect(Shell.wait(15) { FileManager.default.fileExists(atPath: gone) })
    #expect(page(code) != page(other) && !page(code).contains("<form"))
    #expect(page(other).contains("<form"))

    _ = try site.sql("UPDATE invitation SET revoked = unixepoch() WHERE code = '\(other)'")
    #expect(Shell.wait(10) { !page(other).contains("<form") })

    let template = try String(
      contentsOfFile: HostedSite.repository + "/templates/dead.html.mustache", encoding: .utf8)
    _ = try Shell.run(
      ["tee", site.site + "/templates/dead.html.mustache"], input: "<!-- ours -->" + template)
    #expect(Shell.wait(10) { page(other).contains("<!-- ours -->") })
    // A mistake in a template does not end it.
    _ = try Shell.run(
      ["tee", site.site + "/templates/dead.html.mustache"], input: "{{#open}}")
    usleep(3_000_000)
    #expect(watch.isRunning)
    _ = try Shell.run(["rm", site.site + "/templates/dead.html.mustache"])
    #expect(Shell.wait(10) { !page(other).contains("<!-- ours -->") })
    // It waits most of the time: ten seconds and more have passed.
    let stat = try String(
      contentsOfFile: "/proc/\(watch.processIdentifier)/stat", encoding: .utf8
    ).split(separator: " ")
    let ticks = (Int(stat[13]) ?? 0) + (Int(stat[14]) ?? 0)
    #expect(ticks < 300, "\(ticks) hundredths of a second")
    #expect(end(watch) == 0)
    #expect(
      try site.must("build", "--site", site.site).line == "0 files written, 0 folders removed")
  }

  @Test("A mail that is put into the outbox goes out")
  func deliver() throws {
    let site = try HostedSite(serving: false)
    _ = try Shell.run([
      "sed", "-i", "s|^mail = .*|mail = folder:\(site.mails)|", site.site + "/usher.conf",
    ])
    let watch = try start(site, "deliver")
    defer { if watch.isRunning { watch.terminate() } }
    usleep(1_000_000)
    #expect(site.mailFiles.isEmpty)
    try site.must("account", "reissue", "ada", "--site", site.site)
    #expect(Shell.wait(10) { site.mailFiles.count == 1 })
    #expect(end(watch) == 0)
  }

  @Test(
    "Started by root they are the site's owner, who chooses what sends mail",
    .enabled(if: geteuid() == 0))
  func startedByRoot() throws {
    let site = try HostedSite(serving: false)
    let code = try #require(try site.invite()["code"] as? String)
    _ = try Shell.run(["rm", "-r", site.site + "/public/I"])
    let script = "#!/bin/sh\nid -u >\(site.mails)/who\ncat >/dev/null\n"
    _ = try Shell.run(["tee", site.site + "/evil"], input: script)
    _ = try Shell.run(["chmod", "755", site.site + "/evil"])
    _ = try Shell.run([
      "sed", "-i", "s|^mail = .*|mail = sendmail:\(site.site)/evil|", site.site + "/usher.conf",
    ])
    let build = try start(site, "build", asRoot: true)
    defer { if build.isRunning { build.terminate() } }
    let deliver = try start(site, "deliver", asRoot: true)
    defer { if deliver.isRunning { deliver.terminate() } }
    try site.must("account", "reissue", "ada", "--site", site.site)
    func who() -> String {
      (try? String(contentsOfFile: site.mails + "/who", encoding: .utf8)) ?? ""
    }
    #expect(Shell.wait(10) { !who().isEmpty })
    let nobody = try Shell.run(["id", "-u"]).output
    #expect(who() == nobody)
    let page = "\(site.site)/public/I/\(code)/index.html"
    #expect(Shell.wait(10) { FileManager.default.fileExists(atPath: page) })
    try site.must("invite", "revoke", code, "--site", site.site)
    #expect(end(build) == 0 && end(deliver) == 0)
    #expect(try Shell.run(["find", site.site, "-user", "root"], asRoot: true).output == "")
  }
}
