// On an administrator's own page: how often the mail about waiting applications may come.

import Languages

package struct DigestChoice {
  /// 0: never.
  package var hours: Int
  package var choices: [Int]
  /// Just now.
  package var isSaved: Bool

  package init(hours: Int, choices: [Int], isSaved: Bool) {
    self.hours = hours
    self.choices = choices
    self.isSaved = isSaved
  }
}

extension Surroundings {
  func digestForm(_ signedIn: SignedIn, _ choice: DigestChoice) -> HTML {
    let texts = strings.digest
    // The command line takes any number of hours.
    let hours = Set(choice.choices + [choice.hours]).sorted()
    return """
      <form method="post" action="\(address(.me))" class="aside">\(signedIn.tokenField)
      \(select("digest", texts.label, hours.map { (String($0), texts.every($0)) }, chosen: String(choice.hours)))
      <p class="hint soft">\(texts.hint)</p>
      <button class="quiet">\(strings.desk.save)</button>
      </form>
      """
  }
}
