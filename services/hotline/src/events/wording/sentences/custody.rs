//! What dispatch's events say of goods in custody, appraisals and replacements.

use super::{Sentence, on};

/// English, simplified and traditional Chinese.
#[rustfmt::skip]
pub(super) const SENTENCES: &[Sentence] = &[
    on("dispatch", "GoodsTakenBack", "", [
        "{by} took the goods back against receipt {receipt_no}, to be returned by {promised_return}.",
        "{by} 取回商品，收据 {receipt_no}，承诺 {promised_return} 前送还。",
        "{by} 取回商品，收據 {receipt_no}，承諾 {promised_return} 前送還。",
    ]),
    on("dispatch", "GoodsRegisteredIn", "", [
        "{by} entered the goods in the register, repair card {card_no}; {repairer} is to finish by {planned_finish}.",
        "{by} 登记商品入库，修护卡 {card_no}，{repairer} 预计 {planned_finish} 前完成。",
        "{by} 登記商品入庫，修護卡 {card_no}，{repairer} 預計 {planned_finish} 前完成。",
    ]),
    on("dispatch", "CustodyEscalated", "cause=PREDICTED", [
        "{by} sees that the repair will not be done by {planned_finish} but by {predicted_finish}; the manager is asked for help.",
        "{by} 预计无法在 {planned_finish} 前修好，需到 {predicted_finish}，已报告经理。",
        "{by} 預計無法在 {planned_finish} 前修好，需到 {predicted_finish}，已報告經理。",
    ]),
    on("dispatch", "CustodyEscalated", "", [
        "The repair was not done by {planned_finish}; the manager is asked for help.",
        "商品未能在 {planned_finish} 前修好，已报告经理。",
        "商品未能在 {planned_finish} 前修好，已報告經理。",
    ]),
    on("dispatch", "CustodyActionRecorded", "", [
        "{by} recorded what is done about the delay; the repair is to be done by {planned_finish}.",
        "{by} 登记了对延误的处理，预计 {planned_finish} 前修好。",
        "{by} 登記了對延誤的處理，預計 {planned_finish} 前修好。",
    ]),
    on("dispatch", "CustodyRepairFinished", "", [
        "{by} finished the repair: {repair_minutes} minutes, {replaced_parts} parts.",
        "{by} 修好商品：用时 {repair_minutes} 分钟，更换零件 {replaced_parts} 件。",
        "{by} 修好商品：用時 {repair_minutes} 分鐘，更換零件 {replaced_parts} 件。",
    ]),
    on("dispatch", "CustodyRepairGivenUp", "reason=CUSTOMER_DECLINED", [
        "The customer declines the repair; {by} prepares the goods to go back as they are.",
        "客户放弃维修，{by} 准备原样送还商品。",
        "客戶放棄維修，{by} 準備原樣送還商品。",
    ]),
    on("dispatch", "CustodyRepairGivenUp", "", [
        "{by} found that the goods cannot be repaired; they go back as they are.",
        "{by} 判断商品无法修复，将原样送还。",
        "{by} 判斷商品無法修復，將原樣送還。",
    ]),
    on("dispatch", "GoodsInspected", "passed=true", [
        "{by} inspected the goods; they pass.",
        "{by} 验收商品，合格。",
        "{by} 驗收商品，合格。",
    ]),
    on("dispatch", "GoodsInspected", "", [
        "{by} inspected the goods; they do not pass.",
        "{by} 验收商品，不合格。",
        "{by} 驗收商品，不合格。",
    ]),
    on("dispatch", "GoodsReturnDated", "", [
        "The goods are to be returned on {return_date}.",
        "商品定于 {return_date} 送还。",
        "商品定於 {return_date} 送還。",
    ]),
    on("dispatch", "GoodsDelivered", "receipt_lost=true", [
        "{by} delivered the goods; receipt {receipt_no} is lost, which the customer stated in writing.",
        "{by} 送还商品；收据 {receipt_no} 遗失，客户已书面声明。",
        "{by} 送還商品；收據 {receipt_no} 遺失，客戶已書面聲明。",
    ]),
    on("dispatch", "GoodsDelivered", "", [
        "{by} delivered the goods; receipt {receipt_no} was taken back and voided.",
        "{by} 送还商品，收据 {receipt_no} 收回作废。",
        "{by} 送還商品，收據 {receipt_no} 收回作廢。",
    ]),
    on("dispatch", "CustodyVoucherArchived", "", [
        "{by} archived the voucher of the delivered goods.",
        "{by} 已将送还商品的服务凭证归档。",
        "{by} 已將送還商品的服務憑證歸檔。",
    ]),
    on("dispatch", "CustodyInvoiceRequested", "same_day=true", [
        "{by} requested the invoice for voucher {voucher_no}.",
        "{by} 凭服务凭证 {voucher_no} 申请开具发票。",
        "{by} 憑服務憑證 {voucher_no} 申請開立發票。",
    ]),
    on("dispatch", "CustodyInvoiceRequested", "", [
        "{by} requested the invoice for voucher {voucher_no}, not on the day of the delivery.",
        "{by} 凭服务凭证 {voucher_no} 申请开具发票，已非送还当日。",
        "{by} 憑服務憑證 {voucher_no} 申請開立發票，已非送還當日。",
    ]),
    on("dispatch", "CustodyInvoiceOverdue", "", [
        "The invoice was not requested on the day of the delivery.",
        "送还当日未申请开具发票。",
        "送還當日未申請開立發票。",
    ]),
    on("dispatch", "AppraisalRecorded", "", [
        "{by} recorded an appraisal: {finding}.",
        "{by} 填写质量鉴定：{finding}。",
        "{by} 填寫品質鑑定：{finding}。",
    ]),
    on("dispatch", "ReplacementRequested", "", [
        "{by} asked for a replacement of the product.",
        "{by} 申请更换产品。",
        "{by} 申請更換產品。",
    ]),
    on("dispatch", "ReplacementDecided", "approved=true", [
        "The replacement of the product was approved.",
        "更换产品已获批准。",
        "更換產品已獲批准。",
    ]),
    on("dispatch", "ReplacementDecided", "", [
        "{by} refused the replacement of the product.",
        "{by} 未批准更换产品。",
        "{by} 未批准更換產品。",
    ]),
    on("dispatch", "RefusedReplacementSettled", "", [
        "{by} told the customer that the product is not replaced; instead: {plan}.",
        "{by} 已告知客户不予更换，改为：{plan}。",
        "{by} 已告知客戶不予更換，改為：{plan}。",
    ]),
];
