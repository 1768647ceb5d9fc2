// A member's own pages, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  var member: [(String, HTML)] {
    let holdings = Holding.Kind.allCases.flatMap {
      [Holding(kind: $0, name: text), Holding(kind: $0, name: "b")]
    }
    var pages: [(String, HTML)] = []
    for isAdministrator in [true, false] {
      let who = signedIn(isAdministrator: isAdministrator)
      for (path, holdings) in [(text, holdings), ("", [])] {
        let profile = Profile(
          departmentPath: path, holdings: holdings, isSaved: holdings.isEmpty)
        pages.append(("profile", surroundings.profilePage(who, profile)))
      }
    }
    var alone = surroundings
    alone.settings.contact = ""
    let profile = Profile(departmentPath: "", holdings: [], isSaved: false)
    pages.append(("profile, nobody to ask", alone.profilePage(signedIn(), profile)))
    let stored = ["Firefox, Android", ", ", "Firefox, ", ", Android", "\(text), \(text)"]
    let rows = stored.enumerated().map { place, stored in
      SessionList.Row(
        id: "\(place)", browser: Browser(stored: stored), began: Self.now, seen: Self.now,
        isThisOne: place == 0)
    }
    let notices: [SessionList.Notice?] = [nil] + SessionList.Notice.allCases
    for notice in notices {
      for rows in [rows, [rows[0]]] {
        pages.append(
          (
            "sessions",
            surroundings.sessionsPage(signedIn(), SessionList(rows: rows, notice: notice))
          )
        )
      }
    }
    return pages
  }
}
