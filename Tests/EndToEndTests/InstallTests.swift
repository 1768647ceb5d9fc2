// What `make install` and `make deb` put where, and that it says of the commands what they say themselves.

import Foundation
import Testing

@Suite("Installation", .serialized) struct InstallTests {
  /// A folder that is gone when the test is over.
  private final class Scratch {
    let path = NSTemporaryDirectory() + "usher-install-\(UUID().uuidString)"
    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func make(_ arguments: String...) throws -> Ran {
    try Shell.run(["make", "-C", HostedSite.repository] + arguments, asRoot: true)
  }

  private func files(_ folder: String) throws -> [String] {
    try Shell.run(["find", folder, "-type", "f"], asRoot: true).output.split(separator: "\n")
      .map { String($0.dropFirst(folder.count)) }.sorted()
  }

  @Test("Exactly these files, and a site that is made from them; uninstalling leaves none")
  func install() throws {
    let scratch = try Scratch()
    let root = scratch.path + "/opt/usher"
    let ran = try make("install", "DESTDIR=\(scratch.path)", "PREFIX=/opt/usher")
    #expect(ran.exit == 0, "\(ran)")
    let sets = try ["templates", "public"].flatMap { set in
      try files("\(HostedSite.repository)/\(set)").map { "/share/usher/\(set)\($0)" }
    }
    #expect(
      try files(root)
        == (sets + [
          "/bin/usher", "/libexec/usher/usher.cgi", "/share/man/man1/usher.1",
          "/share/man/man5/usher.conf.5", "/share/bash-completion/completions/usher",
          "/share/zsh/site-functions/_usher", "/share/fish/vendor_completions.d/usher.fish",
          "/lib/systemd/system/usher@.socket", "/lib/systemd/system/usher@.service",
          "/lib/systemd/system/usher-chores@.service", "/lib/systemd/system/usher-chores@.timer",
          "/lib/sysusers.d/usher.conf",
        ]).sorted())
    let unreadable = try Shell.run(["find", root, "-not", "-perm", "-004"], asRoot: true)
    #expect(unreadable.output == "")
    let site = scratch.path + "/site"
    let made = try Shell.run(
      [root + "/bin/usher", "init", site, "--owner", try Shell.run(["id", "-un"]).line],
      asRoot: true)
    #expect(made.exit == 0, "\(made)")
    let conf = try String(contentsOfFile: site + "/usher.conf", encoding: .utf8)
    #expect(conf.contains("\ninstalled = \(root)/share/usher\n"), "\(conf)")
    #expect(conf.contains("\nusher = \(root)/bin/usher\n"), "\(conf)")

    try units(root, site)
    try completions(root)
    try manual(root)

    #expect(try make("uninstall", "DESTDIR=\(scratch.path)", "PREFIX=/opt/usher").exit == 0)
    #expect(try files(root) == [])
  }

  /// systemd's own check, with the site that they are for.
  private func units(_ root: String, _ site: String) throws {
    let service = try String(
      contentsOfFile: root + "/lib/systemd/system/usher@.service", encoding: .utf8)
    #expect(service.contains("ExecStartPre=/opt/usher/bin/usher upgrade"))
    let units = root + "/lib/systemd/system"
    // The programs are not where they will be.
    _ = try Shell.run(
      ["sed", "-i", "s,/opt/usher/bin,\(root)/bin,"] + [
        "\(units)/usher@.service", "\(units)/usher-chores@.service",
      ], asRoot: true)
    let instance = try Shell.run(["systemd-escape", "--path", site], asRoot: true).line
    for unit in ["usher@\(instance).service", "usher-chores@\(instance).timer"] {
      let ran = try Shell.run(
        [
          "env", "SYSTEMD_UNIT_PATH=\(units):/lib/systemd/system", "systemd-analyze", "verify",
          "--man=no", unit,
        ], asRoot: true)
      #expect(ran.exit == 0 && ran.complaint.isEmpty, "\(ran)")
    }
  }

  private func completions(_ root: String) throws {
    let script = """
      source \(root)/share/bash-completion/completions/usher
      COMP_WORDS=(usher invite re) COMP_CWORD=2 COMP_LINE="usher invite re" COMP_POINT=15
      $(complete -p usher | sed 's/.*-F \\([^ ]*\\).*/\\1/') usher re invite
      echo "${COMPREPLY[@]}"
      """
    let ran = try Shell.run(["bash", "-c", script], asRoot: true)
    let offered = Set(ran.line.split(separator: " "))
    #expect(offered == ["reset", "retarget", "revoke"], "\(ran)")
  }

  /// Every command and option, and no word that roff does not understand.
  private func manual(_ root: String) throws {
    let page = root + "/share/man/man1/usher.1"
    for file in [page, root + "/share/man/man5/usher.conf.5"] {
      let ran = try Shell.run(["mandoc", "-T", "lint", file], asRoot: true)
      #expect(ran.exit == 0 && ran.output.isEmpty, "\(ran)")
      let read = try Shell.run(
        ["bash", "-c", "man --warnings -E UTF-8 -l -Tutf8 -Z \(file) >/dev/null"], asRoot: true)
      #expect(read.exit == 0 && read.complaint.isEmpty, "\(read)")
    }
    let text = try Shell.run(["bash", "-c", "mandoc -T utf8 \(page) | col -bx"], asRoot: true)
      .output
    #expect(text.contains("Usher \(try version())"))
    for command in try commands() {
      #expect(text.contains("usher \(command)\n"), "\(command)")
      let help = try Shell.run(
        [HostedSite.programs + "/usher"] + command.split(separator: " ").map(String.init)
          + ["--help"], asRoot: true)
      for option in help.output.split(whereSeparator: { " \n,/[]()|".contains($0) })
      where option.hasPrefix("--") { #expect(text.contains(option), "\(command) \(option)") }
    }
    let wrong = NSTemporaryDirectory() + "usher-wrong-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: wrong, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: wrong) }
    try Data("colour = red\n".utf8).write(to: URL(fileURLWithPath: wrong + "/usher.conf"))
    let told = try Shell.run(
      [HostedSite.programs + "/usher", "build", "--site", wrong], asRoot: true)
    let names = told.complaint.components(separatedBy: "one of the names ").last ?? ""
    let conf = try Shell.run(
      ["bash", "-c", "mandoc -T utf8 \(root)/share/man/man5/usher.conf.5 | col -bx"], asRoot: true)
    #expect(names.split(whereSeparator: { ", \n".contains($0) }).count == 11, "\(told)")
    for name in names.split(whereSeparator: { ", \n".contains($0) }) {
      #expect(
        conf.output.contains("\n       \(name)") || conf.output.contains(", \(name)"), "\(name)")
    }
  }

  private func version() throws -> String {
    try Shell.run([HostedSite.programs + "/usher", "--version"], asRoot: true).line
  }

  /// As `usher help` lists them: `invite create` and so on.
  private func commands(_ above: [String] = []) throws -> [String] {
    let help = try Shell.run([HostedSite.programs + "/usher"] + above + ["--help"], asRoot: true)
    guard let list = help.output.range(of: "SUBCOMMANDS:\n") else {
      return [above.joined(separator: " ")]
    }
    // What follows an empty line is no command.
    let lines = help.output[list.upperBound...].split(
      separator: "\n", omittingEmptySubsequences: false)
    return try lines.prefix { !$0.isEmpty }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .flatMap { try commands(above + [String($0.dropFirst(2).prefix { $0 != " " })]) }
  }

  @Test("The package: the same bytes each time, no complaint of lintian, the version of usher")
  func package() throws {
    let scratch = try Scratch()
    var digests: Set<Substring> = []
    var package = ""
    for _ in 0..<2 {
      let ran = try Shell.run(
        [HostedSite.repository + "/packaging/deb", scratch.path, "-Zgzip -z1"], asRoot: true)
      package = ran.line
      #expect(ran.exit == 0 && ran.complaint.isEmpty, "\(ran)")
      digests.insert(
        try Shell.run(["sha256sum", package], asRoot: true).output.prefix { $0 != " " })
    }
    #expect(digests.count == 1)
    #expect(
      try Shell.run(["dpkg-deb", "-f", package, "Version"], asRoot: true).line == (try version()))
    let lint = try Shell.run(
      ["lintian", "--allow-root", "--fail-on", "error,warning", package], asRoot: true)
    #expect(lint.exit == 0 && lint.output.isEmpty, "\(lint)")
  }
}
