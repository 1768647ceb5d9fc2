// usher.cgi: one request of a web server, answered. It lies in the site's folder or in a folder of it
// (`cgi-bin/`), and finds the site by where it lies itself.

import CGI
import Glibc
import Processes
import Web

func siteDirectory() -> String {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
  let count = max(0, readlink("/proc/self/exe", &buffer, Int(PATH_MAX)))
  let program = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
  let beside = parent(program)
  return access("\(beside)/usher.conf", F_OK) == 0 ? beside : parent(beside)
}

/// One line to standard error, which web servers put into their error log.
func log(_ line: String) {
  let bytes = Array("usher.cgi: \(line)\n".utf8)
  _ = write(2, bytes, bytes.count)
}

umask(0o077)
let responder = Responder(directory: siteDirectory(), log: log)
let afterwards = Gateway.serve(responder.respond)
for command in afterwards.commands {
  do {
    try Child(afterwards.program, command).startDetached()
  } catch {
    log("\(error); the next `usher deliver` or `usher build` does it")
  }
}
