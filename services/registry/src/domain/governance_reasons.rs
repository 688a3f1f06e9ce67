//! Why governance refuses: approval matrix, standards, notes, teams, rules of law.

use aftersales_kit::reasons;

reasons! {
    /// The steps of an approval rule do not rise, or name a role of a program.
    APPROVAL_STEPS_INVALID: InvalidArgument {
        action: "Let the amounts of the steps rise and name roles of persons.",
        en: "The steps of the approval rule are not in order.",
        zh_cn: "审批规则的分档有误。",
        zh_tw: "簽核規則的分級有誤。",
    }
    /// Company rules demand that requisitions and the hand-in of cash are approved, whatever the amount.
    APPROVAL_MANDATORY: InvalidArgument {
        action: "Let the first step begin at 0 and name a role in every step.",
        en: "By company rules this always needs approval.",
        zh_cn: "按公司制度，该事项必须审批。",
        zh_tw: "按公司制度，該事項必須簽核。",
    }
    /// Steps of a checklist are not numbered 1, 2, 3, or none of them is mandatory.
    CHECKLIST_STEPS_INVALID: InvalidArgument {
        action: "Number the steps 1, 2, 3 and so on, and mark at least one as mandatory.",
        en: "The steps of the checklist are not in order.",
        zh_cn: "检查表的步骤有误。",
        zh_tw: "檢查表的步驟有誤。",
    }
    /// The role has no checklist of that topic at that date, or no such version.
    CHECKLIST_NOT_FOUND: NotFound {
        action: "Use a role and topic that ListChecklists shows.",
        en: "There is no such checklist.",
        zh_cn: "没有该岗位操作规范。",
        zh_tw: "沒有該崗位操作規範。",
    }
    /// An inspection leaves out a mandatory step, names a step twice or one that the checklist does not have.
    INSPECTION_INCOMPLETE: InvalidArgument {
        action: "Record every mandatory step of the checklist once.",
        en: "The inspection does not fit the checklist.",
        zh_cn: "检查记录与岗位操作规范不符。",
        zh_tw: "檢查紀錄與崗位操作規範不符。",
    }
    /// Nobody inspects his own work.
    OWN_INSPECTION: FailedPrecondition {
        action: "Let somebody else inspect.",
        en: "Nobody inspects his own work.",
        zh_cn: "不能检查本人的工作。",
        zh_tw: "不能檢查本人的工作。",
    }
    /// The inspection is dated after today at the branch.
    INSPECTION_IN_FUTURE: InvalidArgument {
        action: "Send the date of the inspection.",
        en: "An inspection cannot be dated in the future.",
        zh_cn: "检查日期不能晚于今天。",
        zh_tw: "檢查日期不能晚於今天。",
    }
    /// A training or its test is dated after today at the branch.
    TRAINING_IN_FUTURE: InvalidArgument {
        action: "Record the training when it has taken place.",
        en: "A training cannot be dated in the future.",
        zh_cn: "培训日期不能晚于今天。",
        zh_tw: "培訓日期不能晚於今天。",
    }
    /// There is no such note, or it is outside what the caller may see.
    NOTE_NOT_FOUND: NotFound {
        action: "Use an id that ListIssueNotes shows.",
        en: "There is no such note.",
        zh_cn: "没有该问题反馈。",
        zh_tw: "沒有該問題回報。",
    }
    /// The note was handled before.
    NOTE_HANDLED: FailedPrecondition {
        action: "File a new note if the problem is still there.",
        en: "The note was handled already.",
        zh_cn: "该问题反馈已处理。",
        zh_tw: "該問題回報已處理。",
    }
    /// The team code belongs to another branch; a code never moves.
    TEAM_OF_OTHER_BRANCH: FailedPrecondition {
        action: "Choose another code for the team.",
        en: "That team code belongs to another branch.",
        zh_cn: "该作业组代码属于其他网点。",
        zh_tw: "該作業組代碼屬於其他網點。",
    }
    /// Who leads a team is one of its members.
    TEAM_LEAD_NOT_MEMBER: FailedPrecondition {
        action: "Name a lead who is among the members.",
        en: "The lead must be a member of the team.",
        zh_cn: "组长须为本组成员。",
        zh_tw: "組長須為本組成員。",
    }
    /// A rule of law names choices, a limit or parts that its code does not take.
    LAW_RULE_INVALID: InvalidArgument {
        action: "Correct the marked fields; the contract says what each code takes.",
        en: "The rule does not fit its code.",
        zh_cn: "法规参数有误。",
        zh_tw: "法規參數有誤。",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_reason_is_told_in_every_language() {
        assert_eq!(
            aftersales_kit::catalogue::faults(&[super::REASONS]),
            Vec::<String>::new()
        );
    }
}
