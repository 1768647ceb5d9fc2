// What every page needs to know of where it stands: its language, whose site it is, where its links
// lead. Made once a request by Web, which alone knows how addresses are spelled.

package import Languages
package import Membership

package struct Surroundings {
  package var strings: Strings
  package var settings: Settings
  /// How the address of a place is spelled.
  package var address: (Place) -> String
  /// The same page in the other languages; empty where it cannot be asked for again.
  package var translations: [Translation]
  package let now: Moment
  /// What the clock shows now.
  private let clock: ClockReading

  package init(
    strings: Strings, settings: Settings, address: @escaping (Place) -> String,
    translations: [Translation], now: Moment
  ) {
    self.strings = strings
    self.settings = settings
    self.address = address
    self.translations = translations
    self.now = now
    clock = settings.timeZone.clock(at: now)
  }

  package struct Translation {
    package var language: Language
    package var address: String

    package init(language: Language, address: String) {
      self.language = language
      self.address = address
    }
  }

  /// A moment as people say it, exact for machines.
  func time(_ moment: Moment) -> HTML {
    "<time datetime=\"\(moment.rfc3339)\">\(said(moment))</time>"
  }

  /// As in a list: the day and, where it is near, the time; all of it on hover.
  func recently(_ moment: Moment) -> HTML {
    let then = settings.timeZone.clock(at: moment)
    return
      "<time datetime=\"\(moment.rfc3339)\" title=\"\(strings.moment(then))\">\(strings.recently(then, clock))</time>"
  }

  package func said(_ moment: Moment) -> String { strings.moment(moment, in: settings.timeZone) }

  /// When something is taken again: at the next full minute, since who comes back sooner comes too soon.
  package func saidRoundedUp(_ moment: Moment) -> String {
    said(Moment(seconds: (moment.seconds + 59) / 60 * 60))
  }
}

/// A signed-in administrator's or member's part of the surroundings.
package struct SignedIn {
  package var account: Account
  /// Stands in every form.
  package var formToken: String
  /// Applications that wait; administrators see it on every page.
  package var pending: Int
  /// The public account that is acted as; nil: as oneself.
  package var acting: Account?

  package init(account: Account, formToken: String, pending: Int, acting: Account? = nil) {
    self.account = account
    self.formToken = formToken
    self.pending = pending
    self.acting = acting
  }

  var tokenField: HTML { "<input type=\"hidden\" name=\"token\" value=\"\(formToken)\">" }
}
