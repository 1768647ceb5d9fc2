// A person ends a session of his own, of a browser that was left open somewhere, or all but the one that he is in.
// The browser is forgotten with it: its next try at a password counts as a stranger's.

package import Membership
import Secrets
import Store

/// One of the sessions that have not ended.
package struct OwnSession: Sendable {
  /// For the form; tells nothing of the cookie.
  package let id: String
  package let browser: Browser
  package let began: Moment
  /// To the minute.
  package let seen: Moment
  package let isThisOne: Bool
}

extension Installation {
  /// The one that was seen last first.
  package func sessions(of session: Session, at now: Moment) throws -> [OwnSession] {
    try store.sessions.all(of: session.account.id, at: now).map {
      OwnSession(
        id: Session.id($0.tokenDigest), browser: $0.browser, began: $0.created, seen: $0.seen,
        isThisOne: $0.tokenDigest == session.token.digest)
    }
  }
}

package struct EndSession {
  package enum Which: Hashable, Sendable {
    case one(id: String)
    case others
  }

  package var session: Session
  package var which: Which

  package init(_ which: Which, by session: Session) {
    self.which = which
    self.session = session
  }

  package enum Outcome {
    case ended
    /// It was the one that asked.
    case endedThisOne
    /// It has ended already, or is nobody's.
    case notThere
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let account = session.account.id
    let own = session.token.digest
    return try store.write {
      let all = try store.sessions.all(of: account, at: now)
      switch which {
      case .one(let id):
        guard let found = all.first(where: { Session.id($0.tokenDigest) == id }) else {
          return .notThere
        }
        try store.sessions.delete(tokenDigest: found.tokenDigest, at: now)
        try store.devices.delete(tokenDigest: found.device, of: account)
        try store.audit.append(
          .account(account), "end session", "account", account.text, at: now)
        return found.tokenDigest == own ? .endedThisOne : .ended
      case .others:
        guard let kept = all.first(where: { $0.tokenDigest == own }) else { return .notThere }
        try store.sessions.deleteAll(of: account, but: own, at: now)
        try store.devices.deleteAll(of: account, but: kept.device)
        try store.audit.append(
          .account(account), "end other sessions", "account", account.text, at: now)
        return .ended
      }
    }
  }
}

extension Session {
  fileprivate static func id(_ tokenDigest: String) -> String {
    String(digest("session \(tokenDigest)").prefix(16))
  }
}
