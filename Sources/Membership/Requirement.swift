// Who may have what a web server protects, as its configuration says: `role=Editor|department=Sales`. One of the
// alternatives is enough.

/// As what somebody stands before protected content.
package struct Standing: Hashable, Sendable {
  package var account: Account
  /// The public account that is acted as.
  package var acting: Account?
  /// Names from the top: of the department that the account belongs to, and of each above it.
  package var departments: [[String]]
  package var holdings: [Holding]

  package init(
    account: Account, acting: Account?, departments: [[String]], holdings: [Holding]
  ) {
    self.account = account
    self.acting = acting
    self.departments = departments
    self.holdings = holdings
  }

  package func names(of kind: Holding.Kind) -> [String] {
    holdings.filter { $0.kind == kind }.map(\.name)
  }
}

package struct Requirement: Hashable, Sendable {
  package enum Alternative: Hashable, Sendable {
    case holding(Holding.Kind, String)
    /// From the top; whoever belongs to what lies under it fits as well.
    case department([String])
    /// Whose login is one's own, or that of the public account that is acted as.
    case account(Login)
  }

  package let alternatives: [Alternative]

  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let alternative: String

    package var description: String {
      "`\(alternative)` is no requirement: one is role=, group=, position=, department= or account= "
        + "with a name, several are divided by |"
    }
  }

  /// - Parameter text: signs that mean something to a server, or here, can stand as `%XX`.
  package init(_ text: String) throws(Problem) {
    var alternatives: [Alternative] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      guard let alternative = Self.alternative(part) else {
        throw Problem(alternative: String(part))
      }
      alternatives.append(alternative)
    }
    self.alternatives = alternatives
  }

  private static func alternative(_ text: Substring) -> Alternative? {
    let halves = text.split(separator: "=", maxSplits: 1)
    guard halves.count == 2,
      let name = String(validating: percentDecoded(trimmed(halves[1])), as: UTF8.self),
      !name.isEmpty
    else { return nil }
    let kind = trimmed(halves[0])
    if let kind = Holding.Kind(rawValue: kind) {
      return Holding.isName(name) ? .holding(kind, name) : nil
    }
    switch kind {
    case "department":
      let names = Department.names(inPath: name)
      return names.allSatisfy(Department.isName) ? .department(names) : nil
    case "account": return Login(name).map { .account($0) }
    default: return nil
    }
  }

  package func admits(_ standing: Standing) -> Bool {
    alternatives.contains { alternative in
      switch alternative {
      case .holding(let kind, let name):
        standing.holdings.contains { $0.kind == kind && folded($0.name) == folded(name) }
      case .department(let names): standing.departments.contains(names)
      case .account(let login):
        standing.acting?.login == login || standing.account.login == login
      }
    }
  }
}
