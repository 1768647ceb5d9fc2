// From the boxes of a form to the positions, groups and roles that are meant.

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
    isGone = !change.given.isSubset(of: all.map(\.id))
  }
}
