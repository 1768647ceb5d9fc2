// A stranger's page: one sheet, one question, one button. Apply, status, sign-in, password and every
// page of what went wrong stand on it, and a member's own pages.

import Languages
import Membership

extension Surroundings {
  /// - Parameter signedIn: whose page it is; nil for a stranger's.
  package func sheet(title: String, for signedIn: SignedIn? = nil, _ content: HTML) -> HTML {
    document(
      title: "\(title) · \(settings.organisation)", body: "stranger",
      """
      <main class="sheet">
      \(mark(with: languageLinks))
      \(actingLine(signedIn))\(content)
      </main>
      \(foot)
      """)
  }

  func document(title: String, body: String, _ content: HTML) -> HTML {
    """
    <!doctype html>
    <html lang="\(strings.language.tag)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>\(title)</title>
    <link rel="icon" href="\(address(.icon))" type="image/svg+xml">
    <link rel="stylesheet" href="\(address(.styleSheet))">
    </head>
    <body class="\(body)">
    \(content)
    </body>
    </html>

    """
  }

  func mark(with more: HTML = "") -> HTML {
    """
    <div class="mark"><i aria-hidden="true">\(settings.organisation.prefix(1))</i><span>\(settings.organisation)</span>\(more)</div>
    """
  }

  private var foot: HTML {
    let contact = settings.contact
    return """
      <footer class="foot soft">\
      \(piece(if: !contact.isEmpty, "<span>\(strings.questions) \(contactLink)</span>"))</footer>
      """
  }

  var languageLinks: HTML {
    guard !translations.isEmpty else { return "" }
    let links: [HTML] = translations.map {
      """
      <a href="\($0.address)" lang="\($0.language.tag)" hreflang="\($0.language.tag)">\(Strings.of($0.language).name)</a>
      """
    }
    return "<nav aria-label=\"\(strings.languages)\">\(links)</nav>"
  }

  /// Whom to ask: an address to write to becomes a link.
  var contactLink: HTML {
    let contact = settings.contact
    guard (try? EmailAddress(contact)) != nil else { return "\(contact)" }
    return "<a href=\"mailto:\(contact)\">\(contact)</a>"
  }
}
