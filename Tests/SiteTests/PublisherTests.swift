// What is written into the document root: exactly which files, the same bytes each time, whole or not at all.

import Foundation
import Languages
import Membership
import Templates
import TestSite
import Testing

@testable import Site

@Suite("Publisher") struct PublisherTests {
  private final class Place {
    let path = NSTemporaryDirectory() + "usher-public-\(UUID().uuidString)"
    let owner: String
    var settings = Settings()

    init() throws {
      owner = path + "-owner"
      try settings.set(.organisation, to: "Acme")
      try settings.set(.baseAddress, to: "https://join.example.org")
    }

    deinit {
      try? FileManager.default.removeItem(atPath: path)
      try? FileManager.default.removeItem(atPath: owner)
    }

    func publisher() throws -> Publisher {
      try Publisher(
        settings: settings,
        templates: TemplateSet(
          installed: TestSite.repository + "/templates", owner: owner, names: PageContext.names),
        directory: path)
    }

    func files() throws -> [String: Data] {
      var files: [String: Data] = [:]
      for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
        if !isFolder.boolValue {
          files[name] = FileManager.default.contents(atPath: "\(path)/\(name)")
        }
      }
      return files
    }

    func write(_ text: String, as name: String) throws {
      let file = URL(fileURLWithPath: "\(owner)/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  private func invitation(language: Language = .english) -> Invitation {
    Invitation(
      label: "secret label", inviter: Account.ID("a"), inviterName: "Ada <Lovelace>",
      departmentPath: "Sales / North", language: language, requiresApproval: true, created: .now)
  }

  private let now = Moment(seconds: 1_800_000_000)

  @Test("An invitation's folder holds exactly its pages and images")
  func exactFiles() throws {
    let place = try Place()
    let invitation = invitation()
    #expect(try place.publisher().publish([invitation], at: now) == 4)
    let folder = "I/\(invitation.code.text)"
    #expect(
      Set(try place.files().keys) == [
        "\(folder)/index.html", "\(folder)/zh-Hans.html", "\(folder)/qr.png", "\(folder)/qr.svg",
      ])
    let page = String(decoding: try place.files()["\(folder)/index.html"] ?? Data(), as: UTF8.self)
    #expect(page.contains("Ada &lt;Lovelace&gt;") && page.contains("Sales / North"))
    #expect(!page.contains("secret label"))
    #expect(page.utf8.count < 10_000)
  }

  @Test("The common pages are exactly these")
  func commonFiles() throws {
    let place = try Place()
    _ = try place.publisher().publishCommon(
      installed: TestSite.repository + "/public", owner: "/nonexistent")
    let errors = [403, 404, 500, 503].flatMap {
      ["errors/\($0).html", "errors/\($0).zh-Hans.html"]
    }
    #expect(
      Set(try place.files().keys)
        == Set(
          errors + [
            "index.html", "zh-Hans.html", "join/index.html", "join/zh-Hans.html",
            "assets/style.css", "assets/icon.svg", "assets/copy.js",
            "assets/invite-button.js", "api/openapi.json",
          ]))
  }

  @Test(
    "A change anywhere in a template makes all pages stale",
    arguments: [
      ("landing.html", "{{#expires}}", "until "), ("landing.html", "{{#department}}", "in "),
      ("dead.html", "{{#ask}}", "or "), ("layout.html", "{{#contactIsAddress}}", "at "),
    ])
  func templateChange(_ name: String, _ section: String, _ added: String) throws {
    let place = try Place()
    let before = try place.publisher().foundation
    #expect(try place.publisher().foundation == before)
    let text = try String(
      contentsOfFile: "\(TestSite.repository)/templates/\(name).mustache", encoding: .utf8)
    #expect(text.contains(section))
    try place.write(
      text.replacingOccurrences(of: section, with: section + added), as: "\(name).mustache")
    #expect(try place.publisher().foundation != before)
  }

  @Test("What pages are known by holds every sentence that is on one, and the images")
  func samples() throws {
    let place = try Place()
    let publisher = try place.publisher()
    let moment = Moment(seconds: 0)
    var pages: [String] = []
    for sample in Publisher.samples(at: moment) {
      try FileManager.default.removeItem(atPath: place.path)
      _ = try place.publisher().publish([sample], at: moment)
      pages += try place.files().filter { $0.key.hasSuffix(".html") }.map {
        String(decoding: $0.value, as: UTF8.self)
      }
    }
    for language in Language.allCases {
      let says = Strings.of(language)
      var sentences = [true, false].flatMap { [says.landing.lead($0), says.landing.button($0)] }
      sentences += [says.landing.openUntil, says.landing.noEnd, says.landing.youWillJoin]
      for state in InvitationState.allCases where state != .active {
        sentences.append(says.dead.title(state))
        let hasMoment = state == .expired || state == .notYetOpen
        if !hasMoment { sentences.append(says.dead.text(state, nil)) }
      }
      for sentence in sentences {
        #expect(pages.contains { $0.contains(sentence) }, "\(sentence)")
      }
    }
    let images = try publisher.sampleFiles().filter { $0.name.hasPrefix("qr.") }
    #expect(Set(images.map(\.name)) == ["qr.png", "qr.svg"])
    for image in images {
      let written = try place.files()[
        "I/\(Publisher.samples(at: moment)[0].code.text)/\(image.name)"]
      #expect(written == Data(image.bytes))
    }
    #expect(try publisher.sampleFiles().count == pages.count + 2)
  }

  @Test("Wrong bytes in a page are found, and written again")
  func wrongContent() throws {
    let place = try Place()
    let invitation = invitation()
    let publisher = try place.publisher()
    _ = try publisher.publish([invitation], at: now)
    let page = URL(fileURLWithPath: "\(place.path)/I/\(invitation.code.text)/index.html")
    try Data("another".utf8).write(to: page)
    #expect(try !publisher.isPublished(invitation, at: now))
    #expect(try publisher.publish([invitation], at: now) == 1)
    #expect(try publisher.isPublished(invitation, at: now))
  }

  @Test("A folder that was brought back with its old times is looked at")
  func oldTimes() throws {
    let place = try Place()
    let invitation = invitation()
    let publisher = try place.publisher()
    _ = try publisher.publish([invitation], at: now)
    usleep(50_000)
    let later = FileMoment.now
    #expect(publisher.present(touchedFrom: later).touched.isEmpty)
    let folder = "\(place.path)/I/\(invitation.code.text)"
    for arguments in [
      ["-a", folder, place.path + "-copy"], ["-a", place.path + "-copy/.", folder],
    ] {
      let copy = try Process.run(URL(fileURLWithPath: "/bin/cp"), arguments: arguments)
      copy.waitUntilExit()
      #expect(copy.terminationStatus == 0)
    }
    try FileManager.default.removeItem(atPath: place.path + "-copy")
    var status = stat()
    #expect(stat(folder, &status) == 0 && FileMoment(latest: status.st_mtim) < later)
    #expect(publisher.present(touchedFrom: later).touched == [invitation.code.text])
  }

  @Test("A second time writes nothing; an emptied folder gets the same bytes again")
  func deterministic() throws {
    let place = try Place()
    let invitations = (0..<12).map { _ in invitation() }
    #expect(try place.publisher().publish(invitations, at: now) == 48)
    let first = try place.files()
    #expect(try place.publisher().publish(invitations, at: now) == 0)
    try FileManager.default.removeItem(atPath: place.path)
    #expect(try place.publisher().publish(invitations, at: now) == 48)
    #expect(try place.files() == first)
  }

  @Test("The first language stands at the folder's own address")
  func languages() throws {
    let place = try Place()
    let invitation = invitation(language: .simplifiedChinese)
    _ = try place.publisher().publish([invitation], at: now)
    let files = try place.files()
    let page = files["I/\(invitation.code.text)/index.html"].map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(page?.contains("lang=\"zh-Hans\"") == true)
    #expect(page?.contains("href=\"en.html\"") == true)
    #expect(files["I/\(invitation.code.text)/en.html"] != nil)
  }

  @Test(
    "A dead link's page is replaced by one that says why",
    arguments: [
      (InvitationState.revoked, "was withdrawn"), (.expired, "has ended"), (.full, "is used up"),
      (.notYetOpen, "is not open yet"),
    ])
  func dead(_ state: InvitationState, _ sentence: String) throws {
    let place = try Place()
    var invitation = invitation()
    _ = try place.publisher().publish([invitation], at: now)
    switch state {
    case .revoked: invitation.revoked = now
    case .expired: invitation.expires = now
    case .full: (invitation.maxUses, invitation.usesCompleted) = (1, 1)
    case .notYetOpen: invitation.notBefore = now + 3600
    case .active: break
    }
    // The images stay good; web servers look for the mark.
    let isGone = state != .notYetOpen
    #expect(try !place.publisher().isPublished(invitation, at: now))
    #expect(try place.publisher().publish([invitation], at: now) == (isGone ? 3 : 2))
    #expect(try place.publisher().isPublished(invitation, at: now))
    #expect((try place.files()["I/\(invitation.code.text)/gone"] != nil) == isGone)
    let page = try place.files()["I/\(invitation.code.text)/index.html"].map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(page?.contains(sentence) == true)
    #expect(page?.contains("<form") == false)
  }

  @Test("A link that lives again loses the mark of the dead")
  func revived() throws {
    let place = try Place()
    var invitation = invitation()
    invitation.expires = now
    _ = try place.publisher().publish([invitation], at: now)
    #expect(try place.files()["I/\(invitation.code.text)/gone"] != nil)
    invitation.expires = now + 3600
    _ = try place.publisher().publish([invitation], at: now)
    #expect(try place.files()["I/\(invitation.code.text)/gone"] == nil)
    #expect(try place.publisher().isPublished(invitation, at: now))
  }

  @Test(
    "Many at once are written as one by one, byte for byte; a template that looks at the texts too")
  func forms() throws {
    let own = """
      {{<layout.html}}{{$content}}{{#inviter}}[{{{.}}}]{{/inviter}} {{inviter}}
      {{^department}}none{{/department}}{{#expires}}{{said}}{{/expires}}{{/content}}{{/layout.html}}
      """
    for template in [nil, own] {
      let together = try Place()
      let alone = try Place()
      if let template {
        for place in [together, alone] { try place.write(template, as: "landing.html.mustache") }
      }
      let all = (0..<30).map { number in
        var one = invitation()
        one.inviterName = "Zoë <\(number)> \u{301}&\u{4E2D}\u{6587} \"it's\""
        one.departmentPath = number % 3 == 0 ? "" : "Sales & \(number)"
        one.expires = number % 4 == 0 ? nil : now + Int64(number) * 86_400
        one.requiresApproval = number % 2 == 0
        one.language = number % 5 == 0 ? .simplifiedChinese : .english
        if number % 7 == 0 { one.revoked = now }
        return one
      }
      _ = try together.publisher().publish(all, at: now)
      for one in all { _ = try alone.publisher().publish([one], at: now) }
      #expect(try together.files() == alone.files())
    }
  }

  @Test("What an ended build left behind goes with the next")
  func leftovers() throws {
    let place = try Place()
    var invitation = invitation()
    _ = try place.publisher().publish([invitation], at: now)
    for name in ["\(invitation.code.text)/.index.html.new", ".0000-0000-00000.new/index.html"] {
      let file = URL(fileURLWithPath: "\(place.path)/I/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("half".utf8).write(to: file)
    }
    invitation.revoked = now
    let publisher = try place.publisher()
    _ = try publisher.publish([invitation], at: now)
    let present = publisher.present(touchedFrom: nil)
    #expect(present.names == [invitation.code.text])
    #expect(present.touched == present.names)
    #expect(publisher.present(touchedFrom: nil, besides: present.names).touched.isEmpty)
    #expect(present.missing(of: ["0", invitation.code.text, "Z"]) == ["0", "Z"])
    #expect(try publisher.removeStrangers(in: present) { _ in true } == 1)
    #expect(try place.files().keys.allSatisfy { !$0.contains("/.") })
  }

  @Test(
    "An owner's template wins, file by file; a mistake names file and line, and the old pages stay")
  func owner() throws {
    let place = try Place()
    let invitation = invitation()
    _ = try place.publisher().publish([invitation], at: now)
    let before = try place.files()
    try place.write("line one\n{{invtier}}\n", as: "landing.html.mustache")
    let mistake = #expect(throws: TemplateSet.Mistake.self) { try place.publisher() }
    #expect(mistake?.file == place.owner + "/landing.html.mustache")
    #expect(mistake?.line == 2)
    #expect(mistake?.problem.contains("inviter") == true)
    #expect(try place.files() == before)
    try place.write("<p>ours: {{inviter}}</p>\n", as: "landing.html.mustache")
    #expect(try place.publisher().publish([invitation], at: now) == 2)
    let page = try place.files()["I/\(invitation.code.text)/index.html"].map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(page == "<p>ours: Ada &lt;Lovelace&gt;</p>\n")
  }

  @Test("An owner's style sheet wins, and the accent is added")
  func look() throws {
    let place = try Place()
    try place.write("body { color: red }\n", as: "public/assets/style.css")
    try place.settings.set(.accent, to: "#7A1F5F")
    _ = try place.publisher().publishCommon(
      installed: TestSite.repository + "/public", owner: place.owner + "/public")
    let style = try place.files()["assets/style.css"].map { String(decoding: $0, as: UTF8.self) }
    #expect(style == "body{color:red}\n:root { --accent: #7a1f5f; }\n")
  }

  @Test("Folders of links that the database does not know go; everything else stays")
  func strangers() throws {
    let place = try Place()
    let (kept, gone) = (invitation(), invitation())
    _ = try place.publisher().publish([kept, gone], at: now)
    try FileManager.default.createDirectory(
      atPath: place.path + "/I/notes", withIntermediateDirectories: true)
    // A planted link with the name of a code: the link goes, what it leads to stays.
    let outside = place.path + "-outside"
    defer { try? FileManager.default.removeItem(atPath: outside) }
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try Data("untouched".utf8).write(to: URL(fileURLWithPath: outside + "/victim"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.path)/I/\(InvitationCode.random().text)", withDestinationPath: outside)
    let publisher = try place.publisher()
    let present = publisher.present(touchedFrom: nil)
    #expect(try publisher.removeStrangers(in: present) { $0 == kept.code } == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == ["victim"])
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: place.path + "/I")) == [
        kept.code.text, "notes",
      ])
  }

  @Test(
    "A planted link leads to no write outside",
    arguments: ["I", "I/CODE", "I/CODE/index.html", "I/CODE/.index.html.new"])
  func planted(_ where: String) throws {
    let place = try Place()
    let invitation = invitation()
    let outside = place.path + "-outside"
    defer { try? FileManager.default.removeItem(atPath: outside) }
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    let target = `where`.replacingOccurrences(of: "CODE", with: invitation.code.text)
    let link = URL(fileURLWithPath: "\(place.path)/\(target)")
    try FileManager.default.createDirectory(
      at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
    let victim = outside + "/victim"
    try Data("untouched".utf8).write(to: URL(fileURLWithPath: victim))
    try FileManager.default.createSymbolicLink(
      atPath: link.path, withDestinationPath: target.contains("html") ? victim : outside)
    _ = try? place.publisher().publish([invitation], at: now)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == ["victim"])
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "untouched")
  }

  @Test("What a build that was killed left beside a page is taken away by the next")
  func leftBeside() throws {
    let place = try Place()
    let invitation = invitation()
    let left = URL(fileURLWithPath: "\(place.path)/I/\(invitation.code.text)/.index.html.new")
    try FileManager.default.createDirectory(
      at: left.deletingLastPathComponent(), withIntermediateDirectories: true)
    // Before the page is there, and when it is there already.
    for written in [4, 0] {
      try Data("half a".utf8).write(to: left)
      #expect(try place.publisher().publish([invitation], at: now) == written)
      #expect(try place.files().count == 4)
    }
  }

  @Test("A reader in a loop sees no torn page")
  func whole() throws {
    let place = try Place()
    var invitation = invitation()
    _ = try place.publisher().publish([invitation], at: now)
    let file = "\(place.path)/I/\(invitation.code.text)/index.html"
    let stop = DispatchSemaphore(value: 0)
    let finished = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var torn = 0
    Thread.detachNewThread {
      while stop.wait(timeout: .now()) == .timedOut {
        let text =
          FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
          ?? ""
        if !text.hasSuffix("</html>\n") { torn += 1 }
      }
      finished.signal()
    }
    for _ in 0..<60 {
      invitation.revoked = invitation.revoked == nil ? now : nil
      _ = try place.publisher().publish([invitation], at: now)
    }
    stop.signal()
    finished.wait()
    #expect(torn == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(
        atPath: (file as NSString).deletingLastPathComponent
      ).count == 4)
  }
}
