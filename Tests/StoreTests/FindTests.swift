// The quick query: any two characters of a name or an address, one where it is Han, whatever case and accents.

import Membership
import Store
import TestSite
import Testing

@Suite("Quick query") struct FindTests {
  private let people = [
    ("Grace Hopper", "grace@navy.example"), ("王伟", "wang.wei@example.cn"),
    ("Édith Piaf", "edith@chanson.example"), ("Łukasz Müller", "lm@example.net"),
    ("Nguyễn Văn An", "an@example.vn"), ("Grace Kelly", "gk@monaco.example"),
  ]

  @Test(
    "Found by part of a name or of an address",
    arguments: [
      ("gr", ["Grace Kelly", "Grace Hopper"]), ("GRACE hop", ["Grace Hopper"]),
      ("ER", ["Łukasz Müller", "Grace Hopper"]), ("edith", ["Édith Piaf"]),
      ("É", []), ("éd", ["Édith Piaf"]), ("lukasz", ["Łukasz Müller"]), ("王", ["王伟"]),
      ("伟", ["王伟"]), ("王伟", ["王伟"]), ("nguyen", ["Nguyễn Văn An"]),
      ("grace@navy.example", ["Grace Hopper"]),
      ("@example.cn", ["王伟"]), ("wang.wei@example.cn", ["王伟"]), ("wei@ex", ["王伟"]),
      ("hopper grace", ["Grace Hopper"]), ("hopper kelly", []), ("'; DROP TABLE x; --", []),
      ("\"", []), ("* OR", []), ("zz", []), ("lm@e", ["Łukasz Müller"]),
    ])
  func found(_ typed: String, _ names: [String]) throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    for (name, email) in people { try site.apply(invitation, name, email) }
    let text = SearchText(typed)
    let found = text.isSearchable ? try site.store().applications.find(text, limit: 9).found : []
    #expect(found.map(\.name.text) == names)
  }

  @Test("A word of letters that stand apart is not found, and the limit holds")
  func apart() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    try site.apply(invitation, "abc bcd", "x@example.net")
    #expect(try site.store().applications.find(SearchText("abcd"), limit: 9).found.isEmpty)
    for place in 0..<12 { try site.apply(invitation, "Twin", "t\(place)@example.net") }
    let (twins, more) = try site.store().applications.find(SearchText("twin"), limit: 9)
    #expect(more)
    #expect(twins.count == 9)
    #expect(twins.first?.email.text == "t11@example.net")
  }
}
