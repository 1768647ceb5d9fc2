// usher.cgi: requests of a web server, answered. It lies in the site's folder or in a folder of it
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

umask(0o077)
let responder = Responder(directory: siteDirectory())
Gateway.serve(responder.respond) { left, log in
  for command in left.commands {
    do {
      try Child(left.program, command).startDetached()
    } catch {
      log("\(error); the next `usher deliver` or `usher build` does it")
    }
  }
}
