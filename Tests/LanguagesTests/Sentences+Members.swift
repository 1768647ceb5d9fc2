// The sentences of members' invitations, business systems and webhooks, in every case.

import Languages
import Membership

extension Strings {
  var memberSentences: [Sentence] {
    let someone = Self.someone
    var made: [Sentence] = []
    func add(_ name: String, _ text: String) { made.append(Sentence(name: name, text: text)) }

    add("ownInvitations.joins", ownInvitations.joins(someone))
    for preset in Validity.Preset.allCases {
      add("ownInvitations.openFor(\(preset))", ownInvitations.openFor(preset))
    }
    add("ownInvitations.left", ownInvitations.left(2, 5))
    for count in [1, 2, 1000] {
      add("ownInvitations.tooMany(\(count))", ownInvitations.tooMany(count))
      add("ownInvitations.tooManyToday(\(count))", ownInvitations.tooManyToday(count, "19:00"))
    }
    add("businessSystems.keyOf", businessSystems.keyOf(someone))
    add("businessSystems.saved", businessSystems.saved(someone))
    add("businessSystems.revoked", businessSystems.revoked(someone))
    for problem in BusinessSystemChange.Problem.allCases {
      add("businessSystems.problem(\(problem))", businessSystems.problem(problem))
    }
    for state in WebhookState.allCases {
      add("webhooks.stateName(\(state))", webhooks.stateName(state))
    }
    add("webhooks.secretOf", webhooks.secretOf(someone))
    add("webhooks.changed", webhooks.changed(someone))
    for problem in WebhookAddress.Problem.allCases {
      add("webhooks.problem(\(problem))", webhooks.problem(problem))
    }
    return made
  }
}
