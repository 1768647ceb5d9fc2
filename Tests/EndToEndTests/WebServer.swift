// The web servers that a site is tried under: what `usher hosting` is asked for, what belongs to the machine
// around the text it prints, and what has to be started.

import Foundation

enum WebServer: String, CaseIterable {
  case apacheCgid, apacheFcgid
  case nginxSpawn, nginxSystemd, nginxFcgiwrap
  case lighttpd

  /// Arguments of `usher hosting`.
  func recipe(folder: String, port: Int, site: String) -> [String] {
    let kind =
      switch self {
      case .apacheCgid: ["apache"]
      case .apacheFcgid: ["apache", "--with", "fcgid"]
      case .nginxSpawn, .nginxSystemd: ["nginx", "--socket", "\(folder)/server/socket"]
      case .nginxFcgiwrap:
        ["nginx", "--with", "fcgiwrap", "--socket", "\(folder)/server/socket"]
      case .lighttpd: ["lighttpd"]
      }
    return kind + [
      "--listen", "127.0.0.1:\(port)", "--server-user", geteuid() == 0 ? "nobody" : NSUserName(),
      "--site", site,
    ]
  }

  /// What the server waits for; nil where it makes it itself.
  func socket(folder: String) -> String? {
    switch self {
    case .nginxSpawn, .nginxSystemd, .nginxFcgiwrap: "\(folder)/server/socket"
    case .apacheCgid, .apacheFcgid, .lighttpd: nil
    }
  }

  /// Names and texts, in the folder `server`; `recipe` lies beside them.
  func files(folder: String, port: Int) -> [(String, String)] {
    switch self {
    case .apacheCgid, .apacheFcgid:
      [("conf", machine(folder) + "Include \(folder)/server/recipe\n")]
    case .nginxSpawn, .nginxSystemd, .nginxFcgiwrap:
      [("conf", nginx(folder)), ("fastcgi_params", "include /etc/nginx/fastcgi_params;\n")]
    case .lighttpd:
      [
        (
          "conf",
          """
          server.port = \(Shell.freePort())
          server.bind = "127.0.0.1"
          server.document-root = "\(folder)/server"
          server.errorlog = "\(folder)/server/error.log"
          server.upload-dirs = ( "\(folder)/server" )
          include "\(folder)/server/recipe"

          """
        )
      ]
    }
  }

  /// What belongs to the machine and not to the site.
  func machine(_ folder: String) -> String {
    let kind = self == .apacheCgid ? "cgid" : "fcgid"
    let modules = [
      "mpm_event", "authz_core", "dir", "mime", "alias", "headers", "rewrite", "authn_core",
      "authnz_fcgi", "setenvif", kind,
    ]
    let loads = modules.map {
      "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so"
    }
    let own =
      self == .apacheCgid
      ? "ScriptSock \(folder)/server/cgisock"
      : "FcgidIPCDir \(folder)/server\nFcgidProcessTableFile \(folder)/server/fcgid"
    return """
      ServerRoot \(folder)/server
      ServerName 127.0.0.1
      PidFile \(folder)/server/pid
      ErrorLog \(folder)/server/error.log
      DefaultRuntimeDir \(folder)/server
      \(loads.joined(separator: "\n"))
      TypesConfig /etc/mime.types
      \(own)

      """
  }

  private func nginx(_ folder: String) -> String {
    let temporary = ["client_body", "fastcgi", "proxy", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(folder)/server/\($0);"
    }
    return """
      daemon off;
      pid \(folder)/server/pid;
      error_log \(folder)/server/error.log;
      events {}
      http {
        include /etc/nginx/mime.types;
        access_log off;
        \(temporary.joined(separator: "\n  "))
        include \(folder)/server/recipe;
      }

      """
  }

  /// What is started, in this order.
  func commands(folder: String, site: String) -> [[String]] {
    let server = "\(folder)/server"
    let program = "\(site)/cgi-bin/usher.cgi"
    let workers = ["/usr/bin/env", "USHER_FCGI_CHILDREN=2"]
    let nginx = ["/usr/sbin/nginx", "-e", "\(server)/error.log", "-c", "\(server)/conf"]
    switch self {
    case .apacheCgid, .apacheFcgid:
      return [["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", "\(server)/conf"]]
    case .nginxSpawn:
      return [
        workers + ["/usr/bin/spawn-fcgi", "-n", "-s", "\(server)/socket", "--", program], nginx,
      ]
    case .nginxSystemd:
      return [
        // It closes what it inherits, by which the test would think that it has ended: a shell stays in between.
        [
          "/bin/sh", "-c", "\"$@\" & trap 'kill $!' TERM; wait; wait", "sh",
          "/usr/bin/systemd-socket-activate", "-l", "\(server)/socket", "-E",
          "USHER_FCGI_CHILDREN=2", program,
        ], nginx,
      ]
    case .nginxFcgiwrap:
      return [["/usr/sbin/fcgiwrap", "-c", "2", "-s", "unix:\(server)/socket"], nginx]
    case .lighttpd: return [["/usr/sbin/lighttpd", "-D", "-f", "\(server)/conf"]]
    }
  }
}
