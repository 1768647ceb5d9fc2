// Tests every page in every state: well-formed, labelled, with a token in each form of the signed-in, and the
// same whatever people have put into names, labels and reasons. The reader is Python's `html.parser`.

import Foundation
import Languages
import Membership
import Pages
import TestTools
import Testing

@Suite struct PagesTests {
  private static let reader = """
    import collections, html.parser, json, sys
    VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}

    class Reader(html.parser.HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True)
            self.open, self.faults, self.forms, self.ids, self.labels, self.refers = [], [], [], [], set(), []
            self.controls, self.focus, self.text, self.values, self.tags = [], 0, [], [], []
        def handle_starttag(self, tag, attributes):
            given, names = dict(attributes), [name for name, _ in attributes]
            self.tags.append("svg-title" if tag == "title" and "svg" in self.open else tag)
            self.values += [value or "" for _, value in attributes]
            if len(set(names)) != len(names): self.faults.append("an attribute twice in " + tag)
            for name in names:
                if name.startswith("on") or name == "style": self.faults.append(name + " in " + tag)
            for name in ("href", "action", "src"):
                if (given.get(name) or "").startswith("#"): self.refers.append(given[name][1:])
                elif not (given.get(name) or "/").startswith(("/", "mailto:")): self.faults.append("leads to " + given[name])
            if "id" in given: self.ids.append(given["id"])
            if tag == "label" and "for" in given: self.labels.add(given["for"])
            self.refers += (given.get("aria-describedby") or "").split()
            if "autofocus" in given: self.focus += 1
            if tag == "form": self.forms.append({"method": given.get("method", "get"), "inputs": []})
            if tag in ("input", "select", "textarea"):
                inside = "form" in self.open
                if not inside and "readonly" not in given: self.faults.append(tag + " outside a form")
                elif inside: self.forms[-1]["inputs"].append([given.get("name"), given.get("value")])
                hidden = given.get("type") == "hidden" or "hidden" in given
                if not hidden and "label" not in self.open and not given.get("aria-label"): self.controls.append(given.get("id"))
            if tag == "button" and "form" not in self.open and given.get("type") != "button": self.faults.append("a button outside a form")
            if tag not in VOID: self.open.append(tag)
        def handle_endtag(self, tag):
            if not self.open or self.open.pop() != tag: self.faults.append("</" + tag + "> where it does not belong")
        def handle_data(self, data): self.text.append(data)
        def handle_comment(self, data): self.faults.append("a comment")
        def handle_decl(self, decl):
            if decl != "doctype html": self.faults.append("<!" + decl)
        def unknown_decl(self, data): self.faults.append("<![" + data)
        def handle_pi(self, data): self.faults.append("<?" + data)

    data = sys.stdin.buffer.read()
    while data:
        length = int.from_bytes(data[:4], "big")
        page, data = data[4:4 + length].decode(), data[4 + length:]
        reader = Reader(); reader.feed(page); reader.close()
        faults = reader.faults + ["<" + tag + "> is not closed" for tag in reader.open]
        faults += ["two of id " + name for name, count in collections.Counter(reader.ids).items() if count > 1]
        faults += ["no label for " + str(name) for name in reader.controls if name not in reader.labels]
        faults += ["a label for nothing: " + name for name in reader.labels if name not in reader.ids]
        faults += ["nothing has the id " + name for name in reader.refers if name not in reader.ids]
        if reader.focus > 1: faults.append("two take the focus")
        for tag in ("html", "head", "title", "body", "main", "h1"):
            if reader.tags.count(tag) != 1: faults.append("%d of %s" % (reader.tags.count(tag), tag))
        print(json.dumps({"faults": faults, "tags": reader.tags, "forms": reader.forms,
            "texts": reader.text + reader.values}))
    """

  private struct Found: Decodable {
    struct Form: Decodable {
      let method: String
      let inputs: [[String?]]
    }
    let faults: [String]
    let tags: [String]
    let forms: [Form]
    let texts: [String]
  }

  private func read(_ pages: [Page]) throws -> [Found] {
    let bytes = pages.flatMap { page -> [UInt8] in
      let text = Array(page.html.text.utf8)
      return (0..<4).map { UInt8(text.count >> (24 - 8 * $0) & 255) } + text
    }
    return try python(Self.reader, bytes).split(separator: "\n").map {
      try JSONDecoder().decode(Found.self, from: Data($0.utf8))
    }
  }

  @Test(
    "Every page is well-formed, every field has a label, nothing is styled or scripted in place",
    arguments: Language.allCases)
  func wellFormed(language: Language) throws {
    let pages = AllPages(language: language, text: "Grace").pages
    let found = try read(pages)
    #expect(found.count == pages.count && pages.count > 80)
    for (page, found) in zip(pages, found) {
      #expect(found.faults == [], "\(page.name)")
      // A piece that was taken for a text.
      #expect(!page.html.text.contains("HTML(bytes"), "\(page.name)")
    }
  }

  @Test("Every form of the signed-in carries the session's token, once; no form of strangers does")
  func tokens() throws {
    let pages = AllPages(language: .english, text: "Grace").pages
    var forms = 0
    for (page, found) in zip(pages, try read(pages)) {
      for form in found.forms {
        let tokens = form.inputs.filter { $0[0] == "token" }.map { $0[1] }
        let isExpected = page.isSignedIn && form.method == "post"
        #expect(tokens == (isExpected ? [AllPages.token] : []), "\(page.name)")
        forms += isExpected ? 1 : 0
      }
      if page.isSignedIn {
        #expect(found.forms.contains { $0.method == "post" }, "one can sign out from \(page.name)")
      } else {
        #expect(!page.html.text.contains(AllPages.token), "\(page.name)")
      }
    }
    #expect(forms > 50)
  }

  @Test("Who acts as a public account reads so on every page, and can leave it there, once")
  func acting() throws {
    let pages = AllPages(language: .english, text: "Grace", isActing: true).pages
    for (page, found) in zip(pages, try read(pages)) {
      #expect(found.faults == [], "\(page.name)")
      let ways = found.forms.filter { $0.inputs.contains { $0[0] == "token" } }.count
      let lines = found.texts.filter { $0 == "You act as Grace" }.count
      #expect(lines == (page.isSignedIn ? 1 : 0), "\(page.name)")
      #expect(ways >= lines, "\(page.name)")
      #expect(page.html.text.contains("name=\"use\" value=\"\"") == page.isSignedIn, "\(page.name)")
    }
  }

  @Test(
    "Hostile texts change nothing of a page, and are shown as they are",
    arguments: [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
      "' onfocus='alert(1)' autofocus='",
      "</title><script>",
      "</textarea><script>x</script>", "<!-- ", "]]><!DOCTYPE x>", "<?php ?>",
      "&lt;b&gt; &amp; &#60;",
      "\"\u{301} onclick=\"x",
      "<\u{338}script>", "`${x}`", "{{x}}", "a<b>c</b>", "</main></body></html>",
      "javascript:alert(1)",
    ], Language.allCases)
  func hostile(text: String, language: Language) throws {
    let plain = try read(AllPages(language: language, text: "Grace").pages)
    let pages = AllPages(language: language, text: text).pages
    let shown = String(decoding: text.utf8, as: UTF8.self)
    for ((page, found), plain) in zip(zip(pages, try read(pages)), plain) {
      #expect(found.faults == [], "\(page.name)")
      // Texts may be broken behind their signs.
      let tags = [found, plain].map { $0.tags.filter { $0 != "wbr" } }
      #expect(tags[0] == tags[1], "\(page.name)")
      #expect(!foreignScript(page), "\(page.name)")
      #expect(
        found.texts.contains { Array($0.utf8).starts(with: shown.utf8) || $0.contains(shown) },
        "\(page.name)")
    }
  }

  /// Whether there is any but the one script of ours.
  private func foreignScript(_ page: Page) -> Bool {
    page.html.text.replacing(/<script src="[^"<>]*" defer><\/script>/, with: "").lowercased()
      .contains("<script")
  }

  @Test("Addresses are escaped where they stand in attributes")
  func addresses() throws {
    let pages = AllPages(language: .english, text: "Grace", address: "/x?a=1&lang=\"><script>")
      .pages
    for (page, found) in zip(pages, try read(pages)) {
      #expect(found.faults == [], "\(page.name)")
      #expect(!foreignScript(page), "\(page.name)")
    }
  }

  @Test("A contact that is an address can be clicked, another is text")
  func contact() {
    var surroundings = AllPages(language: .english, text: "Grace").surroundings
    surroundings.settings.contact = "help@example.org"
    #expect(
      surroundings.failurePage(.busy).text.contains(
        "<a href=\"mailto:help@example.org\">help@example.org</a>"))
    surroundings.settings.contact = "Room 12"
    #expect(surroundings.failurePage(.busy).text.contains("Room 12"))
    #expect(!surroundings.failurePage(.busy).text.contains("mailto:"))
    surroundings.settings.contact = ""
    #expect(!surroundings.failurePage(.busy).text.contains(surroundings.strings.questions))
  }

  @Test("A page is in its language and names it", arguments: Language.allCases)
  func language(language: Language) {
    for page in AllPages(language: language, text: "Grace").pages {
      #expect(
        page.html.text.hasPrefix("<!doctype html>\n<html lang=\"\(language.tag)\">"), "\(page.name)"
      )
    }
  }

  @Test("An application that is decided offers no decision any more")
  func decided() {
    for page in AllPages(language: .english, text: "Grace").pages
    where page.name.hasPrefix("application, ") {
      let isPending = page.name.hasSuffix("pending")
      #expect(page.html.text.contains("value=\"approve\"") == isPending, "\(page.name)")
      #expect(page.html.text.contains("value=\"reject\"") == isPending, "\(page.name)")
      #expect(
        page.html.text.contains("value=\"reopen\"") == page.name.hasSuffix("rejected"),
        "\(page.name)")
    }
  }

  @Test("What an applicant sees names neither approver, nor reason, nor the link's label")
  func applicantsPage() throws {
    var application = Application(
      id: .new(), reference: "K7QM-93XT", invitation: .new(), invitationLabel: "Secret label",
      inviter: .new(), inviterName: "Ada",
      department: nil, departmentPath: "Sales", requiresApproval: true,
      name: PersonName(stored: "Grace"),
      email: EmailAddress(stored: "grace@navy.example"), language: .english,
      applied: Moment(seconds: 0),
      decision: Decision(
        state: .rejected, at: Moment(seconds: 0), approver: "Secret approver",
        reason: "Secret reason"))
    let surroundings = AllPages(language: .english, text: "Site").surroundings
    #expect(!surroundings.statusPage(application, token: "t").text.contains("Secret"))
    #expect(surroundings.statusPage(application, token: "t").text.contains("K7QM-93XT"))
    application.decision?.state = .approved
    #expect(!surroundings.statusPage(application, token: "t").text.contains("Secret"))
  }
}
