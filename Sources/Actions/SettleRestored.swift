// What a database needs that comes from a backup: what was sealed with a key that is lost is made anew, as far
// as that can be done.

package import Membership
import Secrets
import Store

package struct SettleRestored {
  package struct Outcome {
    /// Who is mailed another initial password, because the one that waited cannot be opened.
    package var renewed: [Login] = []
    /// Whose second factor cannot be checked any more.
    package var lockedOut: [Login] = []
    /// Who is told nothing before it has another secret.
    package var silenced: [Webhook] = []
    /// Whose requests are refused before they have another key.
    package var refused: [BusinessSystem] = []
  }

  package init() {}

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let key = try installation.key
    var outcome = Outcome()
    for (text, sealed) in try store.outbox.sealed() where (try? key.open(sealed)) == nil {
      // Two mails may have waited for one account; both are void once it has another password.
      guard let account = Login(text), !outcome.renewed.contains(account) else { continue }
      let reissued = try ReissuePassword(login: account, by: .commandLine).perform(
        in: installation, at: now)
      if case .reissued = reissued { outcome.renewed.append(account) }
    }
    outcome.lockedOut = try store.accounts.secondFactors().filter {
      (try? key.open($0.sealed)) == nil
    }.compactMap { Login($0.login) }
    outcome.silenced = try store.webhooks.all().filter { webhook in
      try store.webhooks.sealed(webhook.id).flatMap { try? key.open($0) } == nil
    }
    outcome.refused = try store.businessSystems.sealed().filter {
      (try? key.open($0.sealed)) == nil
    }.map(\.system)
    return outcome
  }
}
