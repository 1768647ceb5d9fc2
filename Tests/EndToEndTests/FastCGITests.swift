// usher.cgi as a long-running FastCGI program, without a web server between: `fastcgi.py` starts and asks it.

import Testing

@Suite("FastCGI") struct FastCGITests {
  @Test("It stays open, sees what changes, recovers, and ends when told to, losing nothing")
  func program() throws {
    let site = try HostedSite(serving: false)
    let ran = try Shell.run(
      ["/usr/bin/python3", "-B", site.folder + "/fastcgi.py", site.usherProgram, site.site],
      in: site.folder)
    #expect(ran.exit == 0, "\(ran)")
    #expect(ran.output.split(whereSeparator: \.isNewline).count == 12, "\(ran)")
  }
}
