// Positions, groups and roles to tick in a form: for a person, or for who joins through a link. Where there are too
// many to tick, names are typed.

import Languages
package import Membership

/// What there is to tick, and what is ticked.
package struct HoldingChoice: Hashable, Sendable {
  package var all: [Holding]
  package var chosen: Set<Holding.ID>
  /// What was ticked when the form was opened: it changes only what was changed in it.
  package var before: Set<Holding.ID>
  /// One that was chosen is not there any more.
  package var isGone = false
  /// The names as they were sent; where nothing was sent, those of what is chosen.
  package var typed: [Holding.Kind: String] = [:]
  /// Names among them that nothing has.
  package var unknown: [Holding.Kind: [String]] = [:]

  package init(_ all: [Holding], chosen: Set<Holding.ID> = [], before: Set<Holding.ID>? = nil) {
    self.all = all
    self.chosen = chosen
    self.before = before ?? chosen
  }

  package var isWrong: Bool { isGone || !unknown.isEmpty }

  /// Or were when the form was opened.
  package var isTyped: Bool { all.count > Self.most || !typed.isEmpty }

  package var change: HoldingsChange { HoldingsChange(from: before, to: chosen) }

  /// Before an id, in the name of its box.
  package static let pick = "holding-"
  /// The field with the ids of what was ticked.
  package static let before = "before-holdings"
  /// As many are shown without being asked for.
  static let few = 12
  /// Beyond this a page would grow too large.
  package static let most = 100

  /// The field for names of a kind.
  package static func field(_ kind: Holding.Kind) -> String { AccountColumn(kind).rawValue }
}

extension Surroundings {
  /// Nothing where there is nothing to tick.
  func holdingFields(_ choice: HoldingChoice) -> HTML {
    guard !choice.all.isEmpty || choice.isGone else { return "" }
    let texts = strings.holdings
    let chosen = choice.chosen.count
    let isOpen =
      choice.isWrong || choice.all.count <= HoldingChoice.few || choice.isTyped && chosen > 0
    let before = choice.before.map(\.text).sorted().joined(separator: " ")
    return """
      <details\(piece(if: isOpen, " open"))><summary>\(texts.title): \(chosen == 0 ? texts.noneChosen : texts.chosen(chosen))</summary>
      \(piece(if: choice.isGone, "<p class=\"problem\">\(texts.gone)</p>"))
      \(choice.isTyped ? nameFields(choice) : boxes(choice))\
      <input type="hidden" name="\(HoldingChoice.before)" value="\(before)">
      </details>
      """
  }

  private func nameFields(_ choice: HoldingChoice) -> [HTML] {
    let texts = strings.holdings
    return Holding.Kind.allCases.compactMap { kind in
      let all = choice.all.filter { $0.kind == kind }
      guard !all.isEmpty || choice.typed[kind] != nil else { return nil }
      let names = all.filter { choice.chosen.contains($0.id) }.map(\.name)
      return """
        \(textField(
                  HoldingChoice.field(kind), texts.kinds(kind), choice.typed[kind] ?? names.joined(separator: ", "),
                  hint: texts.typedHint, problem: choice.unknown[kind].map { texts.unknown(kind, texts.list($0)) }))

        """
    }
  }

  private func boxes(_ choice: HoldingChoice) -> [HTML] {
    Holding.Kind.allCases.compactMap { kind in
      let boxes: [HTML] = choice.all.filter { $0.kind == kind }.map { holding in
        """
        <label class="check"><input type="checkbox" name="\(HoldingChoice.pick)\(holding.id.text)" value="yes"\
        \(piece(if: choice.chosen.contains(holding.id), " checked"))>\(holding.name)</label>

        """
      }
      guard !boxes.isEmpty else { return nil }
      return """
        <fieldset class="ticks"><legend>\(strings.holdings.kinds(kind))</legend>
        \(boxes)</fieldset>

        """
    }
  }

  /// One of all, in the field `holding`: an id from a list, or, where that would grow too long, a name beside the field
  /// `holding-kind`.
  func holdingField(
    _ all: [Holding], label: String, none: String, kind: String, typed: String, problem: String?
  ) -> HTML {
    guard all.count > HoldingChoice.most else {
      let options = all.map { ($0.id.text, "\(strings.grants.kind(.holding($0))): \($0.name)") }
      return select("holding", label, [("", none)] + options, chosen: typed, problem: problem)
    }
    let kinds = Holding.Kind.allCases.map { ($0.rawValue, strings.holdings.kind($0)) }
    return """
      \(select("holding-kind", label, kinds, chosen: kind))
      \(textField("holding", strings.publicAccounts.name, typed, longest: Holding.longestName, problem: problem))
      """
  }

  /// `Editor, Press office`
  func names(of holdings: [Holding]) -> String { strings.holdings.list(holdings.map(\.name)) }
}
