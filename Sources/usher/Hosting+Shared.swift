// `usher hosting shared`: a folder to upload to an Apache host where nothing can be installed: the site, the
// document root with its .htaccess and the program, `usher` itself with the libraries it needs, and what to do.

import Actions
import ArgumentParser
import Foundation
import Membership
import Processes

extension Hosting {
  struct Shared: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a folder to upload to shared hosting.",
      discussion: """
        The folder is a site of its own from then on, made out of this one. README.txt in it says what goes where.
        """)

    @Argument(help: "The folder to make.")
    var folder: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      // Whatever umask the shell has: the web server there reads the pages, and nobody else writes.
      umask(0o022)
      let installation = try options.open()
      let target = URL(fileURLWithPath: folder).standardizedFileURL
      try NewSite.checkFree(target)
      try NewSite.appear(at: target, for: nil) { try fill($0, from: installation) }
      print("\(target.path) is ready to upload. \(target.path)/README.txt says what goes where.")
    }

    private func fill(_ folder: URL, from installation: Installation) throws {
      let files = FileManager.default
      let old = installation.configuration
      do {
        for name in ["bin", "public", "share/usher"] {
          try files.createDirectory(
            at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        for set in ["templates", "public"] {
          try copyFolder("\(old.installed)/\(set)", to: "\(folder.path)/share/usher/\(set)")
        }
        if files.fileExists(atPath: old.templates) {
          try copyFolder(old.templates, to: folder.path + "/templates")
        }
        try files.copyItem(
          atPath: RightsCheck.program(of: old), toPath: folder.path + "/public/usher.cgi")
        try copyProgram(to: folder.path + "/bin")
      } catch let error as CocoaError {
        throw Complaint(
          "cannot write \(folder.deletingLastPathComponent().path) (\(error.localizedDescription))",
          mend: "choose a folder that the site's owner may write")
      }
      guard let key = files.contents(atPath: old.key) else {
        throw Complaint("\(old.key) cannot be read", mend: "mend its rights")
      }
      try write(key, to: folder.path + "/usher.key", rights: 0o600)
      umask(0o077)
      try CopyDatabase(of: old.database).perform(to: folder.path + "/usher.db")
      umask(0o022)
      try write(
        Data(configuration(old).utf8), to: folder.path + "/" + Configuration.fileName, rights: 0o600
      )
      let made = try Installation(Configuration(directory: folder.path), .migrating)
      try made.change(
        .programPath, to: "\(installation.settings.baseAddress.path)/usher.cgi")
      let ready = try Installation(made.configuration, .migrating)
      try write(
        Data(ready.hostingText("htaccess", ready.recipe).utf8),
        to: folder.path + "/public/.htaccess",
        rights: 0o644)
      try write(
        Data(ready.hostingText("shared", ready.recipe).utf8), to: folder.path + "/README.txt",
        rights: 0o644)
      _ = try BuildAll(ready).run(showingProgress: isatty(STDERR_FILENO) == 1)
    }

    private func configuration(_ old: Configuration) -> String {
      """
      # Where this site keeps its things. Paths are relative to this file.
      database = usher.db
      # Seals what waits in the outbox; keep it out of backups.
      key = usher.key
      # The document root: write public_html here if the host calls it so.
      public = public
      templates = templates
      installed = share/usher
      usher = bin/usher
      # sendmail:/path, smtp://host:port, smtps://host:port (with mail_user and mail_password), folder:path
      mail = \(old.mail)
      \(old.mailUser.isEmpty ? "# mail_user = " : "mail_user = \(old.mailUser)")
      # mail_password =
      \(old.webhooksPrivate ? "webhooks_private = yes" : "# webhooks_private = yes, where webhooks may reach private networks")
      # webhooks_ca = FILE, for certificates of one's own

      """
    }

    /// `usher`, which looks beside itself first (rpath `$ORIGIN`), and whatever is not every Linux's own.
    private func copyProgram(to folder: String) throws {
      let files = FileManager.default
      try files.copyItem(atPath: InstalledSet.program, toPath: folder + "/usher")
      let listed = try Child("/usr/bin/ldd", [InstalledSet.program]).run(input: [], seconds: 20)
      guard listed.exit == 0 else {
        throw Complaint("ldd cannot read \(InstalledSet.program)", mend: "install libc-bin")
      }
      for line in listed.output.split(whereSeparator: \.isNewline) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 3, words[1] == "=>" else { continue }
        let isEveryones = ["libc.so", "libm.so", "ld-linux"].contains { words[0].hasPrefix($0) }
        if !isEveryones {
          try files.copyItem(
            at: URL(fileURLWithPath: String(words[2])).resolvingSymlinksInPath(),
            to: URL(fileURLWithPath: "\(folder)/\(words[0])"))
        }
      }
    }

    private func write(_ data: Data, to file: String, rights: mode_t) throws {
      let descriptor = Foundation.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights)
      guard descriptor >= 0 else {
        throw Complaint(
          "cannot write \(file) (\(String(cString: strerror(errno))))",
          mend: "choose a folder that the site's owner may write")
      }
      try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(
        contentsOf: data)
    }
  }
}
