// As what somebody stands before content of the host that is protected with this site.

package import Membership
import Store

extension Installation {
  package func standing(of session: Session) throws -> Standing {
    let found = try store.accounts.standing(of: session.account)
    return Standing(
      account: session.account, acting: session.acting.account,
      departments: found.departments.indices.reversed().map {
        Array(found.departments[...$0])
      }, holdings: found.holdings)
  }
}
