// `usher find`: people by a part of their name or address.

import Actions
import ArgumentParser
import Membership

struct Find: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find who applied, by a part of the name or the address; the newest first.")

  @Argument(help: "Two characters or more, or one Chinese one; case and accents do not matter.")
  var text: String

  @Option(help: "How many at the most.")
  var limit: Int = 50

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var options: SiteOptions

  func run() throws {
    let installation = try options.open()
    let search = SearchText(text)
    guard search.isSearchable else {
      throw Complaint(
        "\"\(text)\" is too short",
        mend: "give two characters that belong together, or a Chinese one")
    }
    let (found, more) = try installation.applicants(search, limit: max(0, limit))
    try printApplications(found, installation, json: json)
    if more { complain("There may be more: give more of the name, or --limit.\n") }
  }
}
