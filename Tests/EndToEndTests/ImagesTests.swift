// The QR images, read by readers that share no code with what made them.

import Foundation
import Testing

@Suite("QR images") struct ImagesTests {
  @Test(
    "PNG and SVG read as exactly the link, by zbar and by zxing",
    arguments: [
      "https://join.example.org", "http://127.0.0.1:8080",
      "https://invitations.a-longer-name.example.com",
    ])
  func read(_ base: String) throws {
    let site = try HostedSite(serving: false)
    try site.must("settings", "set", "base_address", base, "--site", site.site)
    for _ in 0..<3 {
      let invitation = try site.invite()
      let png = try #require(invitation["png"] as? String)
      let svg = try #require(invitation["svg"] as? String)
      let scanned = try #require(invitation["scanned_link"] as? String)
      #expect(scanned == (invitation["link"] as? String)?.uppercased())
      let rendered = "\(site.folder)/rendered.png"
      let drawn = try Shell.run(["rsvg-convert", "--width", "600", "--output", rendered, svg])
      #expect(drawn.exit == 0, "\(drawn)")
      let ran = try Shell.run(
        [HostedSite.python, "\(HostedSite.tests)/qr.py", scanned, png, rendered], asRoot: true)
      #expect(ran.line == "ok", "\(ran)")
    }
  }
}
