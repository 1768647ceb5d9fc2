// One request of an administrator who was admitted.

import Actions
import CGI

struct Desk {
  let request: Request
  let session: Session
  let installation: Installation
}
