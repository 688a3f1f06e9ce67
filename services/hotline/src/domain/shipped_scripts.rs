//! The scripts that are shipped: the manual's words, until a branch puts its own.

use super::script::{LocalText, Script, ScriptKind};

/// Kind, and its texts in English, simplified and traditional Chinese.
type Shipped = (ScriptKind, &'static [[&'static str; 3]]);

const SHIPPED: [Shipped; 8] = [
    (
        ScriptKind::Preparation,
        &[
            [
                "The computer is on and signed in.",
                "电脑已开机并登录。",
                "電腦已開機並登入。",
            ],
            [
                "Forms lie ready: dispatch order, consultation record, repair register.",
                "表单齐备：上门派工单、客户咨询记录表、报修登记簿。",
                "表單齊備：上門派工單、客戶諮詢記錄表、報修登記簿。",
            ],
            ["The service policy is at hand.", "服务政策在手边。", "服務政策在手邊。"],
            ["The price list is at hand.", "价目单在手边。", "價目單在手邊。"],
            [
                "Technical product documents are at hand.",
                "产品技术资料在手边。",
                "產品技術資料在手邊。",
            ],
        ],
    ),
    (
        ScriptKind::Greeting,
        &[[
            "Good day, {company} service, this is {agent}. Thank you for calling.",
            "您好，{company}服务{agent}，感谢您的来电。",
            "您好，{company}服務{agent}，感謝您的來電。",
        ]],
    ),
    (
        ScriptKind::Need,
        &[
            ["How may I address you?", "请问怎么称呼您？", "請問怎麼稱呼您？"],
            [
                "What can we do for you?",
                "请问有什么可以帮您？",
                "請問有什麼可以幫您？",
            ],
        ],
    ),
    (
        ScriptKind::OnSite,
        &[[
            "We will have an engineer contact you as soon as possible.",
            "我们会尽快安排工程师与您联系。",
            "我們會盡快安排工程師與您聯繫。",
        ]],
    ),
    (
        ScriptKind::ReadBack,
        &[[
            "Let me read back what I have written down, to be sure it is right.",
            "我与您核对一下所记录的信息。",
            "我與您核對一下所記錄的資訊。",
        ]],
    ),
    (
        ScriptKind::Farewell,
        &[[
            "Thank you for calling {company}. Goodbye.",
            "感谢您致电{company}，再见。",
            "感謝您致電{company}，再見。",
        ]],
    ),
    (
        ScriptKind::Forbidden,
        &[
            ["Do as you please.", "你看着办吧。", "你看著辦吧。"],
            ["No.", "不行。", "不行。"],
            ["That is not our business.", "这不归我们管。", "這不歸我們管。"],
            ["Who are you?", "你是谁？", "你是誰？"],
        ],
    ),
    (
        ScriptKind::Manners,
        &[
            [
                "Speak naturally, softly, warmly and clearly; smile.",
                "语气自然、柔和、亲切、清晰，面带微笑。",
                "語氣自然、柔和、親切、清晰，面帶微笑。",
            ],
            [
                "Listen; say your own view and ask when it is necessary.",
                "认真倾听，必要时表明看法并询问。",
                "認真傾聽，必要時表明看法並詢問。",
            ],
            [
                "Do not interrupt, quarrel or refuse bluntly.",
                "不打断、不争辩、不生硬拒绝。",
                "不打斷、不爭辯、不生硬拒絕。",
            ],
            [
                "Never shuffle the customer off: do not make him call twice for one matter.",
                "不推诿客户，不让客户为同一事件打第二次电话。",
                "不推諉客戶，不讓客戶為同一事件打第二次電話。",
            ],
            [
                "Parts of another make: promise nothing, ignore nothing, explain.",
                "非本公司配件的故障：不承诺、不回避、作出解释。",
                "非本公司配件的故障：不承諾、不迴避、作出解釋。",
            ],
        ],
    ),
];

/// The shipped scripts, version 0, for every branch and line.
pub fn shipped() -> Vec<Script> {
    let script = |(kind, texts): &Shipped| Script {
        branch_id: None,
        line_id: String::new(),
        kind: *kind,
        version: 0,
        texts: texts.iter().map(text).collect(),
        put_by: String::new(),
        put_at: None,
    };
    SHIPPED.iter().map(script).collect()
}

fn text([en, zh_cn, zh_tw]: &[&str; 3]) -> LocalText {
    LocalText {
        en: (*en).to_owned(),
        zh_cn: (*zh_cn).to_owned(),
        zh_tw: (*zh_tw).to_owned(),
    }
}
