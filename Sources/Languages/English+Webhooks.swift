// English: the administrators' page of webhooks.

import Membership

extension Strings.Webhooks {
  static let english = Strings.Webhooks(
    title: "Webhooks",
    lead:
      "Other programs can be told what happens here: a signed message goes to each address, as “Standard Webhooks” has it. What waits or failed stands on the page of mails.",
    none: "No program is told anything yet.",
    address: "Address", addressHint: "It begins with https://.", events: "Tell it when",
    add: "Add",
    stateName: { state in
      switch state {
      case .active: "is told"
      case .stopped: "stopped"
      case .gone: "gone: it has said that nobody is there any more"
      }
    },
    secret: "Secret", since: "Since", state: "State",
    secretOf: { "Secret of \($0)" },
    shownOnce:
      "It is shown this one time. The receiver checks with it that a message is ours.",
    stop: "Stop", stopHint: "It gets no more messages, and those that wait for it are dropped.",
    start: "Start",
    newSecret: "Make a new secret", newSecretHint: "From then on only the new secret is good.",
    changed: { "\($0) is saved." },
    unchanged: "It is so already. Nothing was changed.",
    noEvent: "Please choose at least one thing that it is told.",
    problem: { problem in
      switch problem {
      case .notHTTPS: "Please give an address that begins with https://."
      case .hasUser: "Please leave out the user and the password before the host."
      case .hasFragment: "Please leave out what stands behind the #."
      case .noHost: "Please give an address with a host, such as https://shop.example.org/usher."
      case .tooLong: "Please give an address of at most \(WebhookAddress.longest) characters."
      case .malformed: "Please check the address: it has signs or a port that no address has."
      }
    })
}
