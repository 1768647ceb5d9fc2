// What a webhook is told, as JSON: what happened, when, and to which application, as it is when it is told.

import Foundation
package import Membership

package struct WebhookBody {
  private struct Message: Encodable {
    let type, timestamp: String
    let data: Data
  }

  private struct Data: Encodable {
    let reference, state, name, email, department, inviter: String
    /// Absent where nobody has decided, or nobody has joined.
    let approver, reason, account: String?
  }

  private let message: Message

  /// - Parameters:
  ///   - inviter: the login.
  ///   - account: the newcomer's login; empty where there is none.
  package init(
    _ event: WebhookEvent, at moment: Moment, about application: Application, inviter: String,
    account: String
  ) {
    message = Message(
      type: event.type, timestamp: moment.rfc3339,
      data: Data(
        reference: application.reference, state: application.state.rawValue,
        name: application.name.text, email: application.email.text,
        department: application.departmentPath, inviter: inviter,
        approver: application.decision?.approver, reason: application.decision?.reason,
        account: account.isEmpty ? nil : account))
  }

  package var json: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return Array(try encoder.encode(message))
    }
  }
}
