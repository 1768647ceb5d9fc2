// The password that a newcomer is sent: hashed for the account, sealed for the outbox. Made before the
// transaction that stores it, since hashing takes 40 ms and the gate lets one writer through at a time.

import Membership
import Secrets

struct InitialPassword {
  let plain: String
  let hash: String
  let sealed: String
  let expires: Moment

  init(in installation: Installation, at now: Moment) throws {
    plain = newInitialPassword()
    hash = try installation.hash(plain)
    sealed = try installation.key.seal(plain)
    expires = now + Int64(installation.settings.initialPasswordHours) * 3600
  }
}
