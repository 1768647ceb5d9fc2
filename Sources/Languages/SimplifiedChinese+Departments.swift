// 简体中文：组织结构的管理页面。

import Membership

extension Strings.Departments {
  static let simplifiedChinese = Strings.Departments(
    title: "部门",
    none: "还没有部门。先添加一个，之后邀请链接就可以让人加入它。",
    top: "无：位于最上层",
    people: "本部门及下级部门的人员", publicAccounts: "对本部门开放的公共账号",
    links: "加入本部门的链接", applications: "加入本部门的申请",
    history: "操作记录",
    under: "下级部门", nothingUnder: "没有下级部门。",
    name: "新部门",
    addHint: "填写名称，或用斜杠分隔多级：“销售部 / 北区”会同时建立两级。", add: "添加",
    added: { "已添加 \($0)。" },
    exists: { "\($0) 之前就有，没有做任何改动。" },
    rename: "改名", renamed: "已改名。显示此部门的链接页面随即更新。",
    newName: "新名称",
    move: "移动", moveText: "下级部门一同移动，人员的账号不变。",
    moveUnder: "移到哪个部门之下", moved: "已移动。显示此部门的链接页面随即更新。",
    merge: "并入其他部门…",
    mergeText: "本部门的人员、链接、申请和公共账号都归入另一部门，下级部门也一并归入；同名的下级部门合而为一。之后本部门不再存在。此操作无法撤销。",
    mergeInto: "并入哪个部门", choose: "请选择",
    mergeButton: "合并", merged: "已将另一部门并入本部门。",
    remove: "移除…",
    removeText: "只有没有人员、也没有任何内容指向的部门才能移除。",
    removeButton: "移除此部门", notRemoved: "暂时不能移除，原因见下。没有做任何改动。",
    removed: "部门已移除。",
    problem: { problem in
      switch problem {
      case .name: "请填写 1 到 \(Department.longestName) 个字的名称，不能换行，不能有斜杠。"
      case .taken: "那里已有同名的部门。没有做任何改动。"
      case .circle: "那个部门就是本部门，或是它的下级，请另选一个。没有做任何改动。"
      case .targetGone: "那个部门已不存在，请另选一个。"
      case .people: "还有人员属于本部门，请先将他们移到其他部门。"
      case .departments: "还有下级部门，请先移动或移除它们。"
      case .links: "还有链接让人加入本部门，请先撤回链接，或改为加入其他部门。"
      case .applications: "还有加入本部门的申请待审核，请先处理。"
      case .publicAccounts: "还有公共账号对本部门开放，请先取消。"
      case .memberRule: "通过成员邀请加入的人归入本部门，请先在设置中改选其他部门。"
      }
    })
}
