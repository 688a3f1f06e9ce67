//! Why this service refuses.

use aftersales_kit::reasons;

reasons! {
    /// There is no such part in the catalogue.
    PART_NOT_FOUND: NotFound {
        action: "Look the number up in the catalogue; put the part there first when it is new.",
        en: "There is no such part.",
        zh_cn: "没有该备件。",
        zh_tw: "沒有該備件。",
    }
    /// Whether pieces of a part have serial numbers cannot change while any place has stock of it (PRT-02).
    SERIALIZED_FIXED: FailedPrecondition {
        action: "Use another part number, or wait until no place has pieces of the old kind.",
        en: "Serial numbers cannot be switched on or off while there is stock.",
        zh_cn: "尚有库存，不能更改是否管理序列号。",
        zh_tw: "尚有庫存，不能變更是否管理序號。",
    }
    /// The maximum of a stock lies below its minimum (PRA-06).
    LIMITS_ORDER: InvalidArgument {
        action: "Give a maximum that is not below the minimum.",
        en: "The maximum must not be below the minimum.",
        zh_cn: "最高库存不能低于最低库存。",
        zh_tw: "最高庫存不能低於最低庫存。",
    }
    /// The serial numbers do not fit the pieces: one distinct number for each piece of a serialized part, none for
    /// others (PRT-02).
    SERIALS_COUNT: InvalidArgument {
        action: "Name one serial number for each piece of a serialized part, and none for other parts.",
        en: "The serial numbers do not fit the number of pieces.",
        zh_cn: "序列号与数量不符。",
        zh_tw: "序號與數量不符。",
    }
    /// A piece with this serial number is known already.
    SERIAL_KNOWN: AlreadyExists {
        action: "Check the serial numbers of the delivery.",
        en: "A piece with this serial number is known already.",
        zh_cn: "该序列号已存在。",
        zh_tw: "該序號已存在。",
    }
    /// A request names a part on two lines.
    PART_TWICE: InvalidArgument {
        action: "Put the pieces of a part on one line.",
        en: "A part stands on two lines.",
        zh_cn: "同一备件重复出现。",
        zh_tw: "同一備件重複出現。",
    }
    /// A request names a part that is no longer supplied.
    PART_DISCONTINUED: InvalidArgument {
        action: "Ask for the part that replaces it.",
        en: "This part is no longer supplied.",
        zh_cn: "该备件已停止供应。",
        zh_tw: "該備件已停止供應。",
    }
    /// There is no such work order, or it is outside the caller's branches.
    WORK_ORDER_NOT_FOUND: NotFound {
        action: "Use the id of a work order of your branch; a new one appears here a moment after dispatch made it.",
        en: "There is no such work order.",
        zh_cn: "没有该派工单。",
        zh_tw: "沒有該派工單。",
    }
    /// The work order is cancelled or closed: nothing may be requested for it.
    WORK_ORDER_CLOSED: FailedPrecondition {
        action: "Request the parts for the open work order.",
        en: "The work order has ended.",
        zh_cn: "该派工单已结束。",
        zh_tw: "該派工單已結束。",
    }
    /// There is no such request, or it is outside the caller's branches.
    PARTS_REQUEST_NOT_FOUND: NotFound {
        action: "Use the id of a request of your branch.",
        en: "There is no such parts request.",
        zh_cn: "没有该备件申请。",
        zh_tw: "沒有該備件申請。",
    }
    /// The request has no such line.
    PARTS_LINE_NOT_FOUND: NotFound {
        action: "Read the request and use one of its lines.",
        en: "The request has no such line.",
        zh_cn: "该申请没有此行。",
        zh_tw: "該申請沒有此行。",
    }
    /// The request's state does not allow it (PRT-03).
    PARTS_REQUEST_STATE: FailedPrecondition {
        action: "Read the request; its available_actions say what is possible.",
        en: "The request is {state}; that is not possible any more.",
        zh_cn: "申请状态为 {state}，不能执行此操作。",
        zh_tw: "申請狀態為 {state}，不能執行此操作。",
    }
    /// More pieces are to be issued than are reserved for the line (PRT-02, PRT-07).
    NOT_RESERVED: FailedPrecondition {
        action: "Issue at most the reserved pieces; the others come when stock arrives.",
        en: "So many pieces are not reserved.",
        zh_cn: "预留数量不足。",
        zh_tw: "預留數量不足。",
    }
    /// A piece with this serial number is not in this store (PRT-02).
    SERIAL_NOT_IN_STOCK: FailedPrecondition {
        action: "Check the serial number on the piece.",
        en: "A piece with this serial number is not in this store.",
        zh_cn: "本库没有该序列号的备件。",
        zh_tw: "本庫沒有該序號的備件。",
    }
    /// More pieces are to be returned or used up than are out for the line: it cannot be what was never issued.
    NOT_ISSUED: FailedPrecondition {
        action: "Check the line and the number of pieces; `open` pieces are out.",
        en: "Only {open} pieces of this line are out.",
        zh_cn: "该行只有 {open} 件在外。",
        zh_tw: "該行只有 {open} 件在外。",
    }
    /// The piece with this serial number is not out for this line: it never left, or came back already.
    SERIAL_NOT_ISSUED: FailedPrecondition {
        action: "Check the serial number on the piece and the line that it was issued for.",
        en: "The piece with this serial number is not out for this line.",
        zh_cn: "该序列号的备件并非由此行领出。",
        zh_tw: "該序號的備件並非由此行領出。",
    }
    /// An exchange part is settled by handing in the replaced piece (PRA-01).
    DEFECTIVE_OWED: FailedPrecondition {
        action: "Hand the replaced piece in with ReturnPart, condition DEFECTIVE.",
        en: "The replaced piece must be handed in.",
        zh_cn: "须交回换下的坏件。",
        zh_tw: "須交回換下的壞件。",
    }
}
