// From a form, its boxes or its names, to the positions, groups and roles that are meant.

import CGI
import Membership
import Pages

extension HoldingChoice {
  /// As it was sent.
  init(_ all: [Holding], _ form: Fields) {
    let ticked = form.filter { $0.name.hasPrefix(Self.pick) }.map {
      Holding.ID(String($0.name.dropFirst(Self.pick.count)))
    }
    let before = (form[Self.before] ?? "").split(separator: " ").map { Holding.ID(String($0)) }
    self.init(all, chosen: Set(ticked), before: Set(before))
    for kind in Holding.Kind.allCases {
      if let list = form[Self.field(kind)] { read(list, kind) }
    }
    isGone = !change.given.isSubset(of: all.map(\.id))
  }

  private mutating func read(_ list: String, _ kind: Holding.Kind) {
    let there = Dictionary(
      all.filter { $0.kind == kind }.map { (folded($0.name), $0.id) }, uniquingKeysWith: { $1 })
    func find(_ name: String) -> Holding.ID? { there[folded(name)] }
    typed[kind] = list
    var missing: [String] = []
    for name in Self.names(list, ",;") {
      // No name has a comma or a semicolon; those that Chinese keyboards write may be part of one.
      let names = find(name) == nil ? Self.names(name, "，；、") : [name]
      for name in names {
        if let id = find(name) { chosen.insert(id) } else { missing.append(name) }
      }
    }
    if !missing.isEmpty { unknown[kind] = missing }
  }

  /// By scalars: a combining mark does not hide the sign in front of it.
  private static func names(_ list: String, _ separators: String) -> [String] {
    list.unicodeScalars.split { separators.unicodeScalars.contains($0) }
      .map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }
}
