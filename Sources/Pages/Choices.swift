// The fields that lists and forms share: a choice from few, a text, a day, a department of the tree.

import Languages
package import Membership

/// A tree that fits into a list to choose from, or one to type a path of.
package enum DepartmentChoice: Sendable {
  case list([Department])
  case typed

  /// Beyond this a page would grow too large.
  package static let most = 100
}

extension Surroundings {
  /// - Parameter options: values and what people read.
  func select(
    _ name: String, _ label: String, _ options: [(String, String)], chosen: String,
    hint: String? = nil, problem: String? = nil
  ) -> HTML {
    let described =
      [hint == nil ? nil : "\(name)-hint", problem == nil ? nil : "\(name)-problem"]
      .compactMap { $0 }.joined(separator: " ")
    let options: [HTML] = options.map { value, text in
      "<option value=\"\(value)\"\(piece(if: value == chosen, " selected"))>\(text)</option>"
    }
    return """
      <div><label for="\(name)">\(label)</label>\
      \(piece(hint) { "<p class=\"hint soft\" id=\"\(name)-hint\">\($0)</p>" })\
      \(piece(problem) { "<p class=\"problem\" id=\"\(name)-problem\">\($0)</p>" })\
      <select id="\(name)" name="\(name)"\(piece(if: !described.isEmpty, " aria-describedby=\"\(described)\""))\
      \(piece(if: problem != nil, " aria-invalid=\"true\""))>\
      \(options)</select></div>
      """
  }

  /// A field that may stay empty.
  func textField(
    _ name: String, _ label: String, _ value: String, type: String = "text", longest: Int? = nil,
    hint: String? = nil, problem: String? = nil, isNumber: Bool = false
  ) -> HTML {
    let described =
      [hint == nil ? nil : "\(name)-hint", problem == nil ? nil : "\(name)-problem"]
      .compactMap { $0 }.joined(separator: " ")
    return """
      <div><label for="\(name)">\(label)</label>\
      \(piece(hint) { "<p class=\"hint soft\" id=\"\(name)-hint\">\($0)</p>" })\
      \(piece(problem) { "<p class=\"problem\" id=\"\(name)-problem\">\($0)</p>" })\
      <input id="\(name)" name="\(name)" type="\(type)" value="\(value)"\
      \(piece(longest) { " maxlength=\"\($0)\"" })\
      \(piece(if: isNumber, " inputmode=\"numeric\""))\
      \(piece(if: !described.isEmpty, " aria-describedby=\"\(described)\""))\
      \(piece(if: problem != nil, " aria-invalid=\"true\""))></div>
      """
  }

  func dateField(_ name: String, _ label: String, _ typed: String) -> HTML {
    """
    <div><label for="\(name)">\(label)</label>\
    <input id="\(name)" name="\(name)" type="date" placeholder="2026-12-31" value="\(typed)"></div>
    """
  }

  /// - Parameters:
  ///   - none: what stands for no department.
  ///   - typed: an id, or what was typed.
  func departmentField(
    _ choice: DepartmentChoice, name: String = "department", label: String, none: String,
    typed: String, hint: String? = nil, problem: String? = nil
  ) -> HTML {
    switch choice {
    case .list(let departments):
      return select(
        name, label, [("", none)] + departments.map { ($0.id.text, $0.path) },
        chosen: typed, hint: hint, problem: problem)
    case .typed:
      return """
        <div><label for="\(name)">\(label)</label>\
        \(piece(hint) { "<p class=\"hint soft\">\($0)</p>" })\
        \(piece(problem) { "<p class=\"problem\" id=\"\(name)-problem\">\($0)</p>" })\
        <input id="\(name)" name="\(name)" value="\(typed)" placeholder="\(strings.desk.departmentExample)"\
        \(piece(if: problem != nil, " aria-invalid=\"true\" aria-describedby=\"\(name)-problem\""))></div>
        """
    }
  }
}
