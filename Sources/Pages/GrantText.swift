// Why somebody may use a public account, in one sentence.

package import Languages
package import Membership

extension Strings {
  /// `through department Sales, through role Editor`
  package func reasons(_ all: [Grant]) -> String {
    holdings.list(all.map(grants.through))
  }
}
