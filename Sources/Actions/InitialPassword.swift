// The password that a newcomer is sent: hashed for the account, sealed for the outbox. 80 random bits
// need no costly hash, so that five hundred people can be approved in one transaction.

import Membership
import Secrets
import Store

struct InitialPassword {
  let plain: String
  let hash: String
  let sealed: String
  let expires: Moment

  init(in installation: Installation, at now: Moment) throws {
    self.init(in: installation, sealedWith: try installation.key, at: now)
  }

  /// - Parameter key: the installation's, which who makes many reads once.
  init(in installation: Installation, sealedWith key: SealingKey, at now: Moment) {
    plain = newInitialPassword()
    hash = PasswordHash.makeInitial(plain)
    sealed = key.seal(plain)
    expires = now + Int64(installation.settings.initialPasswordHours) * 3600
  }
}
