// `usher doctor`: whether usher.cgi runs as a web server would start it, and whether mail finds its way out
// of the host.

import Actions
import Foundation
import Mail
import Membership
import Processes

struct ProgramCheck: Sendable {
  private let site: Configuration
  private let settings: Membership.Settings

  init(_ configuration: Configuration, _ settings: Membership.Settings) {
    site = configuration
    self.settings = settings
  }

  func findings() -> [Finding] {
    let program = RightsCheck.program(of: site)
    guard FileManager.default.fileExists(atPath: program) else {
      return [
        .fault("usher.cgi", "\(program) is missing", mend: "cp \(installed) \(program)")
      ]
    }
    guard FileManager.default.isExecutableFile(atPath: program) else {
      return [.fault("usher.cgi", "\(program) cannot be run", mend: "chmod 755 \(program)")]
    }
    return [answer(of: program)] + (isSame(program) ? [] : [other(program)])
  }

  /// To a GET, with nothing in its environment but what a web server puts there.
  private func answer(of program: String) -> Finding {
    let request = [
      "REQUEST_METHOD=GET", "SCRIPT_NAME=\(settings.programPath)", "PATH_INFO=/sign-in",
      "REQUEST_URI=\(settings.programPath)/sign-in", "QUERY_STRING=",
      "SERVER_PROTOCOL=HTTP/1.1", "GATEWAY_INTERFACE=CGI/1.1", "REMOTE_ADDR=127.0.0.1",
    ]
    do {
      let ran = try Child("/usr/bin/env", ["-i"] + request + [program]).run(input: [], seconds: 2)
      let status = ran.output.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      if ran.exit == 0, status.hasPrefix("Status: 200") || status.hasPrefix("Status: 303") {
        return .fine("usher.cgi", "answers \(status.dropFirst(8))")
      }
      let said = ran.complaint.split(whereSeparator: \.isNewline).first.map(String.init)
      return .fault(
        "usher.cgi",
        ran.timedOut
          ? "does not answer" : "answers \"\(status)\", exit \(ran.exit) (\(said ?? "no message"))",
        mend: "mend what that message names; if there is none, copy usher.cgi anew")
    } catch {
      return .fault("usher.cgi", "\(error)", mend: "copy it anew from where usher lies")
    }
  }

  private func isSame(_ program: String) -> Bool {
    guard let installed = try? InstalledSet.find() else { return true }
    return FileManager.default.contentsEqual(atPath: program, andPath: installed.cgi)
  }

  private func other(_ program: String) -> Finding {
    .warning(
      "usher.cgi", "\(program) is of another version than this usher",
      mend: "cp \(installed) \(program)")
  }

  private var installed: String { (try? InstalledSet.find())?.cgi ?? "usher.cgi" }
}

struct MailCheck: Sendable {
  private let site: Configuration

  init(_ configuration: Configuration) { site = configuration }

  func findings() -> [Finding] {
    do {
      switch try Transport(
        site.mail, user: site.mailUser, password: site.mailPassword, directory: site.directory)
      {
      case .sendmail(let program): return [sendmail(program)]
      case .smtp(let server, _, _): return [smtp(server)]
      case .folder(let path): return [folder(path)]
      }
    } catch {
      return [.fault("mail", "\(error)", mend: "mend that line of usher.conf")]
    }
  }

  private func sendmail(_ program: String) -> Finding {
    FileManager.default.isExecutableFile(atPath: program)
      ? .fine("mail", "\(program) is there")
      : .fault(
        "mail", "\(program) is not there, or cannot be run",
        mend: "install a mail program, or name an SMTP server in usher.conf")
  }

  /// As curl(1) ends then.
  private static let timedOut = 28

  /// It greets, and answers to NOOP.
  private func smtp(_ server: String) -> Finding {
    let mend = "look at `mail` in usher.conf, and whether the server is up and lets this host in"
    do {
      let ran = try Child(
        "/usr/bin/curl",
        [
          "--disable", "--silent", "--show-error", "--max-time", "1", "--request", "NOOP",
          "--output", "/dev/null", server,
        ]
      ).run(input: [], seconds: 2)
      if ran.exit == 0 { return .fine("mail", "\(server) answers") }
      let said = ran.complaint.split(whereSeparator: \.isNewline).first ?? "no answer"
      // Some let everyone wait before they greet, against senders of junk; mails themselves wait longer.
      if ran.exit == Self.timedOut {
        return .warning("mail", "\(server) does not greet within a second", mend: mend)
      }
      return .fault("mail", "\(server): \(said)", mend: mend)
    } catch {
      return .fault("mail", "\(error)", mend: "install the program curl")
    }
  }

  private func folder(_ path: String) -> Finding {
    let found = "mails are put into the folder \(path); none leaves this host"
    // It is made by the first mail.
    let place =
      FileManager.default.fileExists(atPath: path)
      ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard access(place, W_OK) == 0 else {
      return .fault("mail", "the folder \(path) cannot be written", mend: "mend its rights")
    }
    return .note("mail", found, mend: "right for trying out; else name sendmail or an SMTP server")
  }
}
