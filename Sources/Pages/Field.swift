// The pieces that forms and notices are made of.

import Membership

/// A field with its label and, where something is wrong with it, a sentence that a screen reader hears.
struct Field {
  var name: String
  var label: String
  var value = ""
  var type = "text"
  var autocomplete: String
  var longest: Int?
  var hint: String?
  var problem: String?
  var isFocused = false
  var isRequired = true

  var html: HTML {
    let described =
      [hint == nil ? nil : "\(name)-hint", problem == nil ? nil : "\(name)-problem"]
      .compactMap { $0 }.joined(separator: " ")
    return """
      <label for="\(name)">\(label)</label>\
      \(piece(hint) { "<p class=\"hint soft\" id=\"\(name)-hint\">\($0)</p>" })\
      \(piece(problem) { "<p class=\"problem\" id=\"\(name)-problem\">\($0)</p>" })\
      <input id="\(name)" name="\(name)" type="\(type)" value="\(value)" autocomplete="\(autocomplete)"\(piece(if: isRequired, " required"))\
      \(piece(longest) { " maxlength=\"\($0)\"" })\
      \(piece(if: type == "email", " inputmode=\"email\""))\
      \(piece(if: type != "text" || autocomplete == "username", " autocapitalize=\"none\" spellcheck=\"false\""))\
      \(piece(if: !described.isEmpty, " aria-describedby=\"\(described)\""))\
      \(piece(if: problem != nil, " aria-invalid=\"true\""))\
      \(piece(if: isFocused, " autofocus"))>
      """
  }
}

extension HTML.Interpolation {
  /// An address that may be broken after its signs, and not within a word.
  mutating func appendInterpolation(breakable email: EmailAddress) {
    appendInterpolation(breakable: email.text)
  }

  /// Of an e-mail address, and of one on the web.
  private static let signs = Array("@./:?&=".utf8)

  /// As somebody typed it.
  mutating func appendInterpolation(breakable email: String) {
    var email = email
    email.withUTF8 { text in
      var start = 0
      for place in text.indices
      where Self.signs.contains(text[place]) {
        appendEscaped(UnsafeBufferPointer(rebasing: text[start...place]))
        appendLiteral("<wbr>")
        start = place + 1
      }
      appendEscaped(UnsafeBufferPointer(rebasing: text[start...]))
    }
  }
}

/// What was done, said first.
func done(_ sentence: String?) -> HTML {
  piece(sentence) { "<p class=\"done\" role=\"status\">\($0)</p>" }
}

/// What went wrong with a form as a whole, said first.
func alert(_ sentence: String?) -> HTML {
  piece(sentence) { "<p class=\"alert\" role=\"alert\">\($0)</p>" }
}
