//! Why reception refuses. The names are API.

use aftersales_kit::reasons;

reasons! {
    /// There is no such expected visit, or another branch expects it.
    EXPECTED_VISIT_NOT_FOUND: NotFound {
        action: "List the expected visits again.",
        en: "There is no such expected visit.",
        zh_cn: "没有该预期到店记录。",
        zh_tw: "沒有該預期到店記錄。",
    }
    /// The customer has come already, or the ticket was cancelled. `state` says which. (REC-74)
    EXPECTED_VISIT_STATE: FailedPrecondition {
        action: "Read the expected visit; register an arrival without it if the customer comes for something else.",
        en: "That expected visit is {state} already.",
        zh_cn: "该预期到店记录已是 {state} 状态。",
        zh_tw: "該預期到店記錄已是 {state} 狀態。",
    }
    /// There is no such customer, or the customer belongs to a branch outside the caller's.
    CUSTOMER_NOT_FOUND: NotFound {
        action: "Find the customer by phone with FindCustomers.",
        en: "There is no such customer.",
        zh_cn: "没有该客户。",
        zh_tw: "沒有該客戶。",
    }
    /// There is no such asset, or it belongs to a branch outside the caller's.
    ASSET_NOT_FOUND: NotFound {
        action: "List the customer's assets with ListAssets.",
        en: "There is no such asset.",
        zh_cn: "没有该产品。",
        zh_tw: "沒有該產品。",
    }
    /// The customer is archived: nothing new is begun, and a dossier takes only amendments.
    CUSTOMER_ARCHIVED: FailedPrecondition {
        action: "Ask who leads the branch to reopen the customer with ReopenCustomer.",
        en: "The customer is archived.",
        zh_cn: "该客户已存档。",
        zh_tw: "該客戶已存檔。",
    }
    /// The asset belongs to another customer than the one named.
    ASSET_OF_OTHER_CUSTOMER: FailedPrecondition {
        action: "List the assets of this customer.",
        en: "That product belongs to another customer.",
        zh_cn: "该产品属于其他客户。",
        zh_tw: "該產品屬於其他客戶。",
    }
    /// There is no such arrival, or it belongs to another branch.
    ARRIVAL_NOT_FOUND: NotFound {
        action: "List the arrivals again.",
        en: "There is no such arrival.",
        zh_cn: "没有该到店记录。",
        zh_tw: "沒有該到店記錄。",
    }
    /// An arrival is a fact; nothing is done to its record.
    ARRIVAL_RECORDED: FailedPrecondition {
        action: "Go on with the ticket that the arrival names.",
        en: "The arrival is recorded.",
        zh_cn: "到店已登记。",
        zh_tw: "到店已登記。",
    }
}
