// The page of business systems, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  var businessSystems: [(String, HTML)] {
    var shop = BusinessSystem(name: text, linksPerDay: 5, created: Self.now)
    let open = BusinessSystemList.Row(system: shop, key: .new())
    shop.id = .new()
    shop.revoked = Self.now
    let rows = [open, BusinessSystemList.Row(system: shop, key: nil)]
    let key = BusinessKey(secret: text)
    let notices: [BusinessSystemList.Notice?] = [
      nil, .key(shop, key), .saved(shop), .revoked(shop),
    ]
    var pages: [(String, HTML)] = []
    func add(_ list: BusinessSystemList) {
      pages.append(("business systems", surroundings.businessSystemsPage(signedIn(), list)))
    }
    for notice in notices {
      for rows in [[], rows] {
        var list = BusinessSystemList(rows: rows)
        list.notice = notice
        add(list)
      }
    }
    for problem in BusinessSystemChange.Problem.allCases {
      var list = BusinessSystemList(rows: rows)
      list.problem = problem
      list.name = text
      list.linksPerDay = text
      add(list)
    }
    return pages
  }
}
