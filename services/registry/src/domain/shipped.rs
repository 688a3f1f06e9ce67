//! What the suite ships of the standards: the checklists of a shift's start (X-34, HOT-01, HOT-02, DSP-14) and the
//! indicators of the posts. A company's own versions take their place.

use aftersales_kit::{auth::Role, i18n::Locale};

use super::{
    checklist::{Checklist, SHIFT_START, Step},
    dates::always,
    indicator::{Direction, Indicator},
};

/// English, simplified and traditional Chinese.
type Texts = [&'static str; 3];

const TITLE: Texts = ["Before the shift begins", "班前准备", "班前準備"];
const PURPOSE: Texts = [
    "whoever meets the customer stands for the company",
    "接待客户的人就代表公司",
    "接待客戶的人就代表公司",
];
/// Of every post (X-34, HOT-01).
const EVERYBODY: [Texts; 3] = [
    [
        "badge visible, service dress worn",
        "佩戴工牌，着工装",
        "佩戴識別證，著制服",
    ],
    [
        "posture and greetings by the standard",
        "仪态端正，使用标准用语",
        "儀態端正，使用標準用語",
    ],
    ["desk tidy", "台面整洁", "桌面整潔"],
];
/// Of the hotline (HOT-02).
const HOTLINE: [Texts; 2] = [
    [
        "service policy, price list, dispatch form and consultation form open",
        "打开服务政策、价目表、派工单和咨询单",
        "開啟服務政策、價目表、派工單和諮詢單",
    ],
    [
        "product technical material at hand",
        "备好产品技术资料",
        "備好產品技術資料",
    ],
];
/// Of the coordinator (DSP-14, DSP-15).
const COORDINATOR: [Texts; 1] = [[
    "assign first the orders of the last two days that are still in time, by the time asked for and by distance",
    "先派前两天未完成且仍在承诺时间内的单，按客户要求时间和远近排序",
    "先派前兩天未完成且仍在承諾時間內的單，按客戶要求時間和遠近排序",
]];
/// Of those who receive customers.
const RECEPTION: [Texts; 1] = [["look after waiting visitors", "关照等候的来宾", "關照等候的來賓"]];

fn told(locale: Locale, texts: Texts) -> String {
    let [en, cn, tw] = texts;
    match locale {
        Locale::En => en,
        Locale::ZhCn => cn,
        Locale::ZhTw => tw,
    }
    .to_owned()
}

/// The shipped checklist of a role and topic.
pub fn checklist(role: Role, topic: &str, locale: Locale) -> Option<Checklist> {
    if topic != SHIFT_START || matches!(role, Role::Unspecified | Role::Service | Role::Softphone | Role::Admin) {
        return None;
    }
    let own: &[Texts] = match role {
        Role::Hotline => &HOTLINE,
        Role::Coordinator => &COORDINATOR,
        Role::Receptionist | Role::Chief | Role::AppointmentClerk | Role::Cashier => &RECEPTION,
        _ => &[],
    };
    let steps = EVERYBODY.iter().chain(own).zip(1..);
    let step = |(texts, number): (&Texts, i32)| Step {
        number,
        text: told(locale, *texts),
        standard: String::new(),
        explanation: String::new(),
        mandatory: true,
    };
    Some(Checklist {
        role,
        topic: topic.to_owned(),
        title: told(locale, TITLE),
        purpose: told(locale, PURPOSE),
        tools: Vec::new(),
        steps: steps.map(step).collect(),
        effective_from: always(),
        version: 0,
        put_by: String::new(),
        put_at: None,
    })
}

/// Role, code, direction, unit, target, name, formula.
type Row = (Role, &'static str, Direction, &'static str, &'static str, Texts, Texts);

/// The indicators of the manuals: what 004 scores, and what 003 asks of the posts.
const INDICATORS: [Row; 6] = [
    (
        Role::Hotline,
        "answered_in_3_rings",
        Direction::Higher,
        "percent",
        "",
        ["answered within 3 rings", "三声内接听率", "三聲內接聽率"],
        [
            "calls answered within 3 rings / answered calls",
            "三声内接听的来电 / 已接来电",
            "三聲內接聽的來電 / 已接來電",
        ],
    ),
    (
        Role::Technician,
        "not_contacted_in_1_wd",
        Direction::Lower,
        "percent",
        "2",
        [
            "not contacted within a working day",
            "一个工作日内未联系率",
            "一個工作日內未聯繫率",
        ],
        [
            "orders answered no / orders called back",
            "回答“否”的单 / 已回访的单",
            "回答「否」的單 / 已回訪的單",
        ],
    ),
    (
        Role::Technician,
        "not_on_time",
        Direction::Lower,
        "percent",
        "2",
        ["not on time on site", "未按时上门率", "未按時到府率"],
        [
            "orders answered no / orders called back",
            "回答“否”的单 / 已回访的单",
            "回答「否」的單 / 已回訪的單",
        ],
    ),
    (
        Role::Technician,
        "complaints",
        Direction::Lower,
        "percent",
        "2",
        ["customer complained", "客户主动投诉率", "客戶主動投訴率"],
        [
            "orders with a complaint / countable orders",
            "有投诉的单 / 计分单",
            "有投訴的單 / 計分單",
        ],
    ),
    (
        Role::Technician,
        "missed_services",
        Direction::Lower,
        "percent",
        "2",
        ["missed services", "遗漏服务率", "遺漏服務率"],
        [
            "missed services / countable orders",
            "遗漏服务 / 计分单",
            "遺漏服務 / 計分單",
        ],
    ),
    (
        Role::Callback,
        "called_back_in_time",
        Direction::Higher,
        "percent",
        "",
        ["called back in time", "按时回访率", "按時回訪率"],
        [
            "callbacks done by their due time / callbacks due",
            "按时完成的回访 / 应回访",
            "按時完成的回訪 / 應回訪",
        ],
    ),
];

/// The shipped indicators.
pub fn indicators(locale: Locale) -> Vec<Indicator> {
    let indicator = |row: &Row| {
        let (role, code, direction, unit, target, name, formula) = *row;
        Indicator {
            role,
            code: code.to_owned(),
            name: told(locale, name),
            formula: told(locale, formula),
            unit: unit.to_owned(),
            direction,
            target: target.to_owned(),
            effective_from: always(),
            version: 0,
        }
    };
    INDICATORS.iter().map(indicator).collect()
}
