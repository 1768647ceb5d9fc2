// Other content of a host, protected with the site: files, and a CGI program that prints what it is told. What
// `usher hosting` is asked for, and what the owner adds so that the program runs.

import Foundation

struct ProtectedContent {
  let folder: String
  private let authorizerPort = Shell.freePort()

  /// - Parameter site: gets the content, in its own folder for it.
  init(for site: HostedSite) throws {
    folder = site.site + "/protected"
    let files = [
      ("intern/index.html", "<p>Secret index"), ("intern/report.html", "<p>Secret report"),
      ("intern/.hidden", "Secret"), ("press/index.html", "<p>Secret of press"),
      ("everybody/index.html", "<p>Secret of all"),
      (
        "app/env.cgi",
        """
        #!/bin/sh
        printf 'Content-Type: text/plain\n\n'
        env | grep -E 'USHER|^QUERY_STRING=|^REQUEST_METHOD=' | sort
        echo "body: $(head -c "${CONTENT_LENGTH:-0}")"

        """
      ),
    ]
    for (name, text) in files {
      let file = "\(folder)/\(name)"
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }
    _ = try Shell.run(["chmod", "-R", "a+rX", folder], asRoot: true)
    _ = try Shell.run(["chmod", "755", folder + "/app/env.cgi"], asRoot: true)
  }

  func options(_ server: WebServer) -> [String] {
    [
      "--protect", "/intern/", "--protect", "/press/ account=press", "--protect",
      "/app/ department=Sales",
      "--protect", "/everybody/ role=Editor|role=Reader", "--require", "role=Editor",
    ] + (server.isApache ? ["--authorizer", "127.0.0.1:\(authorizerPort)"] : [])
  }

  /// nginx wants to be told within the printed text what is to run; the others beside it.
  func completed(_ recipe: String, _ server: WebServer) -> String {
    guard server.isNginx, let start = recipe.range(of: "location ^~ /app/ {\n") else {
      return recipe
    }
    return recipe.replacingCharacters(
      in: start,
      with: """
        location ^~ /app/ {
            include fastcgi_params;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_pass unix:\(URL(fileURLWithPath: folder).deletingLastPathComponent().path)/cgi.socket;

        """)
  }

  func configuration(_ server: WebServer, folder: String) -> String {
    if server.isApache {
      return """
        <Directory \(self.folder)/app>
          Options +ExecCGI
          AddHandler cgi-script .cgi
        </Directory>
        \(server == .apacheFcgid ? "LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so\nScriptSock \(folder)/server/cgisock" : "")

        """
    }
    if server == .lighttpd {
      return """
        server.modules += ( "mod_cgi" )
        $HTTP["url"] =~ "^/app/" { cgi.assign = ( ".cgi" => "" ) }

        """
    }
    return ""
  }

  func commands(_ server: WebServer, folder: String, site: String) -> [[String]] {
    if server.isApache {
      return [
        [
          "/usr/bin/env", "USHER_FCGI_CHILDREN=2", "/usr/bin/spawn-fcgi", "-n", "-a", "127.0.0.1",
          "-p",
          String(authorizerPort), "--", "\(site)/cgi-bin/usher.cgi",
        ]
      ]
    }
    return server.isNginx
      ? [["/usr/sbin/fcgiwrap", "-c", "1", "-s", "unix:\(site)/cgi.socket"]] : []
  }
}

extension WebServer {
  var isApache: Bool { self == .apacheCgid || self == .apacheFcgid }
  var isNginx: Bool { [.nginxSpawn, .nginxSystemd, .nginxFcgiwrap].contains(self) }
}
