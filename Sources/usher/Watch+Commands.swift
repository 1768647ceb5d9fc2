// `usher build --watch` and `usher deliver --watch`: what each looks at, and when it has to work again.

import Actions
import ArgumentParser
import Foundation
import Membership
import Store

extension Build {
  func watchSite() throws {
    guard codes.isEmpty else {
      throw Complaint("--watch builds all that changes", mend: "leave out the codes")
    }
    let watch = Watch(options, name: "build") { configuration in
      [
        configuration.templates, "\(configuration.installed)/templates",
        "\(configuration.installed)/public",
      ].flatMap(folderStamps)
    }
    try watch.run { installation in
      let begun = Moment.now
      let done = try BuildAll(installation).run(showingProgress: false)
      if done.written + done.removed > 0 {
        print(
          "\(Moment.now.rfc3339) \(done.written) files written, \(done.removed) folders removed")
      }
      return try installation.store.invitations.nextTurn(after: begun)
    }
  }
}

extension Deliver {
  func watchSite() throws {
    try Watch(options, name: "deliver").run { installation in
      let done = try deliver(installation)
      if done.any { print("\(Moment.now.rfc3339) \(done.said)") }
      return try installation.store.outbox.nextDue()
    }
  }
}
