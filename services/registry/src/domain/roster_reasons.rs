//! Why the roster refuses.

use aftersales_kit::reasons;

reasons! {
    /// The member of staff has left, so nothing is planned for him.
    STAFF_HAS_LEFT: FailedPrecondition {
        action: "Choose somebody who works at the branch; ListStaff shows them.",
        en: "That member of staff has left.",
        zh_cn: "该员工已离职。",
        zh_tw: "該員工已離職。",
    }
    /// A shift does not begin on the local date that it is planned for.
    SHIFT_OUTSIDE_DATE: InvalidArgument {
        action: "Plan the shift on the date on which it begins.",
        en: "A shift must begin on its date.",
        zh_cn: "班次须在当日开始。",
        zh_tw: "班次須在當日開始。",
    }
    /// Two shifts of one member share a minute, also across midnight.
    SHIFTS_OVERLAP: InvalidArgument {
        action: "Let each shift begin when or after the one before it has ended.",
        en: "Shifts must not overlap.",
        zh_cn: "班次不能重叠。",
        zh_tw: "班次不能重疊。",
    }
    /// Two absences of one day share a minute.
    ABSENCES_OVERLAP: InvalidArgument {
        action: "Let each absence begin when or after the one before it has ended.",
        en: "Absences must not overlap.",
        zh_cn: "缺勤时段不能重叠。",
        zh_tw: "缺勤時段不能重疊。",
    }
    /// A week is named by its Monday.
    WEEK_NOT_MONDAY: InvalidArgument {
        action: "Send the date of the week's Monday.",
        en: "A week begins on a Monday.",
        zh_cn: "一周须从星期一开始。",
        zh_tw: "一週須從星期一開始。",
    }
    /// There is no such leave, or it is of a branch outside the caller's.
    LEAVE_NOT_FOUND: NotFound {
        action: "Use an id that ListLeave shows.",
        en: "There is no such leave.",
        zh_cn: "没有该休假申请。",
        zh_tw: "沒有該休假申請。",
    }
    /// The member has asked for leave in that time already. `leave_id` names it.
    LEAVE_OVERLAPS: FailedPrecondition {
        action: "Ask for a time that no other leave touches.",
        en: "There is leave in that time already.",
        zh_cn: "该时段已有休假申请。",
        zh_tw: "該時段已有休假申請。",
    }
    /// The leave was approved or rejected before.
    LEAVE_DECIDED: FailedPrecondition {
        action: "Ask for leave anew if it shall be otherwise.",
        en: "The leave was decided already.",
        zh_cn: "该休假申请已审批。",
        zh_tw: "該休假申請已審批。",
    }
    /// Nobody decides his own leave.
    OWN_LEAVE: FailedPrecondition {
        action: "Let another chief or the department manager decide.",
        en: "Nobody decides his own leave.",
        zh_cn: "不能审批本人的休假。",
        zh_tw: "不能審批本人的休假。",
    }
    /// The member of staff does not hold the role at the branch.
    ROLE_NOT_HELD: FailedPrecondition {
        action: "Choose a role that the member holds; GetStaff shows them.",
        en: "The member of staff does not hold that role.",
        zh_cn: "该员工没有此角色。",
        zh_tw: "該員工沒有此角色。",
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
