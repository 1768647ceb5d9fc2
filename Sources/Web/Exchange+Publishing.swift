// Pages of links that were made or changed are on the disk before the answer is sent: `usher build` runs as
// a child and is waited for. What it cannot write the next build does.

import Actions
import Membership
import Processes

extension Exchange {
  /// Seconds that somebody waits for a page at the most.
  private static let patience: Int32 = 20
  /// Links that are named to the child one by one; beyond it looks itself for what is not up to date.
  private static let most = 100

  /// - Returns: why they could not be written; nil where they were.
  func publish(_ codes: [InvitationCode], in installation: Installation) -> String? {
    let configuration = installation.configuration
    let named = codes.count <= Self.most ? codes.map(\.text) : []
    let build = Child(
      configuration.usher, ["build"] + named + ["--site", configuration.directory])
    do throws(Child.StartFailure) {
      let outcome = try build.run(input: [], seconds: Self.patience)
      if outcome.exit == 0 { return nil }
      if outcome.timedOut { return "usher build: \(Self.patience) s" }
      let cause = outcome.complaint.split(whereSeparator: \.isNewline).last.map(String.init)
      return cause ?? "usher build: \(outcome.exit)"
    } catch {
      return error.description
    }
  }
}
