// The quick query: who has that in name or address, with state and place, a click away from the row.

import Languages
package import Membership

package struct Found {
  /// As typed.
  package var text: String
  /// Whether that is enough to search for.
  package var isSearchable: Bool
  /// With the address of the list at that row.
  package var applicants: [(application: Application, place: String)]
  package var accounts: [Account]
  /// Whether more fit than are shown.
  package var more: Bool

  package init(
    text: String, isSearchable: Bool, applicants: [(application: Application, place: String)],
    accounts: [Account], more: Bool
  ) {
    self.text = text
    self.isSearchable = isSearchable
    self.applicants = applicants
    self.accounts = accounts
    self.more = more
  }
}

extension Surroundings {
  package func findPage(_ signedIn: SignedIn, _ found: Found) -> HTML {
    let texts = strings.find
    let count = found.applicants.count + found.accounts.count
    let notice: String? =
      found.text.isEmpty
      ? nil : !found.isSearchable ? texts.tooShort : count == 0 ? texts.nobody : texts.found(count)
    return desk(
      title: [found.text.isEmpty ? nil : found.text, texts.title].compactMap { $0 }
        .joined(separator: " · "), signedIn, nil, searched: found.text,
      """
      <h1>\(texts.title)</h1>
      <p role="status">\(notice ?? texts.hint)\(piece(if: found.more, " \(texts.narrow)"))</p>
      \(piece(if: count > 0, table(found)))
      """)
  }

  private func table(_ found: Found) -> HTML {
    let texts = strings.applications
    let applicants: [HTML] = found.applicants.map { application, place in
      """
      <tr><td><a href="\(place)#found"><b>\(application.name.text)</b></a><small>\(breakable: application.email)</small></td>\
      <td data-is="\(strings.find.place)">\(strings.desk.applications)\
      \(piece(if: !application.departmentPath.isEmpty, "<small>\(application.departmentPath)</small>"))</td>\
      <td data-is="\(texts.applied)">\(recently(application.applied))</td>\
      <td>\(stateMark(application.state))</td></tr>

      """
    }
    let accounts: [HTML] = found.accounts.map { account in
      """
      <tr><td>\(link(to: account))<small>\(breakable: account.email)</small></td>\
      <td data-is="\(strings.find.place)">\(strings.accounts.title)<small>\(kind(of: account))</small></td>\
      <td data-is="\(texts.applied)">–</td><td>\(stateMark(account.state))</td></tr>

      """
    }
    return """
      <table><thead><tr><th scope="col">\(strings.accounts.name)</th><th scope="col">\(strings.find.place)</th>\
      <th scope="col">\(texts.applied)</th><th scope="col">\(texts.state)</th></tr></thead>
      <tbody>
      \(accounts)\(applicants)</tbody></table>
      """
  }
}
