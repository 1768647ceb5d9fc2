// English: through what somebody may use a public account.

import Membership

extension Strings.Grants {
  static let english = Strings.Grants(
    through: { grant in
      switch grant {
      case .department(let department): "through department \(department.path)"
      case .holding(let holding):
        switch holding.kind {
        case .position: "through position \(holding.name)"
        case .group: "through group \(holding.name)"
        case .role: "through role \(holding.name)"
        }
      case .account: "as a person"
      }
    },
    kind: { grant in
      switch grant {
      case .department: "Department"
      case .holding(let holding):
        switch holding.kind {
        case .position: "Position"
        case .group: "Group"
        case .role: "Role"
        }
      case .account: "Person"
      }
    })
}
