//! Words for the contract's own checks: what is wrong with a field, in the caller's language.

use aftersales_proto::{
    check::{Violation, reason},
    codec,
};
use tonic::Status;
use tonic_types::{FieldViolation, LocalizedMessage};

use crate::{
    i18n::{Locale, fill},
    reasons, status,
};

/// Makes the generated codec answer in the suite's words. Repeated calls do nothing.
pub fn install_renderer() {
    codec::set_renderer(render);
}

/// The status of a request with these violations, in the language of the call that this task handles.
pub fn render(violations: &[Violation]) -> Status {
    let locale = Locale::current();
    if violations
        .iter()
        .any(|violation| violation.reason == reason::UNREADABLE)
    {
        return status::refusal_status(&reasons::REQUEST_UNREADABLE.refuse(), locale);
    }
    let fields = violations.iter().map(|violation| field(violation, locale)).collect();
    status::with_fields(&reasons::INVALID_REQUEST.refuse(), fields, locale)
}

fn field(violation: &Violation, locale: Locale) -> FieldViolation {
    let localized = (locale != Locale::En).then(|| LocalizedMessage::new(locale.tag(), text(violation, locale)));
    FieldViolation {
        field: violation.field.clone(),
        description: text(violation, Locale::En),
        reason: violation.reason.to_owned(),
        localized_message: localized,
    }
}

/// What is wrong with the field, as a person would say it.
pub fn text(violation: &Violation, locale: Locale) -> String {
    let [en, zh_cn, zh_tw] = words(violation.reason);
    let text = match locale {
        Locale::En => en,
        Locale::ZhCn => zh_cn,
        Locale::ZhTw => zh_tw,
    };
    fill(text, |_| violation.param.as_deref())
}

fn words(name: &str) -> [&'static str; 3] {
    let found = WORDS.iter().find(|(reason, _)| *reason == name);
    found.map_or(["is not valid", "无效", "無效"], |(_, words)| *words)
}

/// The words for each reason of the contract's checks; `{}` stands for the violation's parameter.
const WORDS: &[(&str, [&str; 3])] = &[
    (reason::FIELD_REQUIRED, ["must be filled in", "必须填写", "必須填寫"]),
    (
        reason::FIELD_BLANK,
        ["must hold a visible character", "不能为空白", "不能為空白"],
    ),
    (
        reason::TOO_SHORT,
        ["must have at least {} characters", "至少 {} 个字符", "至少 {} 個字元"],
    ),
    (
        reason::TOO_LONG,
        ["must have at most {} characters", "最多 {} 个字符", "最多 {} 個字元"],
    ),
    (reason::BAD_PATTERN, ["must match {}", "格式须为 {}", "格式須為 {}"]),
    (
        reason::NOT_A_UUID,
        [
            "must be a UUID of 36 characters",
            "必须是 36 位 UUID",
            "必須是 36 位 UUID",
        ],
    ),
    (
        reason::NOT_A_PHONE,
        ["must be a telephone number", "必须是电话号码", "必須是電話號碼"],
    ),
    (
        reason::UNKNOWN_ENUM_VALUE,
        ["has no value {}", "没有取值 {}", "沒有取值 {}"],
    ),
    (reason::TOO_SMALL, ["must be at least {}", "不得小于 {}", "不得小於 {}"]),
    (reason::TOO_LARGE, ["must be at most {}", "不得大于 {}", "不得大於 {}"]),
    (
        reason::TOO_FEW,
        ["must have at least {} entries", "至少 {} 项", "至少 {} 項"],
    ),
    (
        reason::TOO_MANY,
        ["must have at most {} entries", "最多 {} 项", "最多 {} 項"],
    ),
    (
        reason::CONTROL_CHARACTER,
        ["must not hold the character {}", "不得包含字符 {}", "不得包含字元 {}"],
    ),
    (
        reason::NOT_A_BRANCH_CODE,
        [
            "must be a branch code such as BJ01",
            "必须是网点代码，如 BJ01",
            "必須是網點代碼，如 BJ01",
        ],
    ),
    (
        reason::NOT_A_STAFF_CODE,
        [
            "must be a staff code such as E1",
            "必须是员工代码，如 E1",
            "必須是員工代碼，如 E1",
        ],
    ),
    (
        reason::NOT_A_PART_NUMBER,
        [
            "must be a part number such as HDD-1T",
            "必须是备件号，如 HDD-1T",
            "必須是備件號，如 HDD-1T",
        ],
    ),
    (
        reason::NOT_A_DATE,
        [
            "must be a date such as 2026-11-16",
            "必须是日期，如 2026-11-16",
            "必須是日期，如 2026-11-16",
        ],
    ),
    (
        reason::BAD_TIMESTAMP,
        [
            "must be an instant of the years 1 to 9999",
            "必须是公元 1 至 9999 年的时刻",
            "必須是西元 1 至 9999 年的時刻",
        ],
    ),
    (
        reason::ONE_OF_REQUIRED,
        [
            "one of {} must be filled in",
            "以下至少填写一项：{}",
            "以下至少填寫一項：{}",
        ],
    ),
    (reason::UNREADABLE, ["cannot be read", "无法读取", "無法讀取"]),
];

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt as _;

    use super::*;

    fn violation(reason: &'static str, param: Option<&str>) -> Violation {
        Violation {
            field: "lines[0].part_no".to_owned(),
            reason,
            param: param.map(str::to_owned),
        }
    }

    #[test]
    fn every_check_has_words_in_every_language() {
        for name in reason::ALL {
            assert!(WORDS.iter().any(|(reason, _)| reason == name), "{name} has no words");
            for locale in Locale::ALL {
                let text = text(&violation(name, Some("7")), locale);
                assert!(!text.is_empty() && !text.contains('…'), "{name} in {locale}");
            }
        }
    }

    #[tokio::test]
    async fn all_fields_are_listed_in_the_callers_language() {
        let broken = [
            violation(reason::FIELD_REQUIRED, None),
            violation(reason::TOO_LONG, Some("40")),
        ];
        let status = Locale::ZhCn.scope(async { render(&broken) }).await;
        let details = status.get_error_details();
        let fields = &details.bad_request().unwrap().field_violations;
        assert_eq!(fields.len(), 2);
        assert_eq!(fields[1].description, "must have at most 40 characters");
        assert_eq!(fields[1].localized_message.as_ref().unwrap().message, "最多 40 个字符");
        assert_eq!(fields[1].reason, "TOO_LONG");
        assert_eq!(details.localized_message().unwrap().message, "请检查标出的字段。");
    }

    #[test]
    fn bytes_that_are_no_message_are_said_to_be_unreadable() {
        let status = render(&[Violation {
            field: String::new(),
            reason: reason::UNREADABLE,
            param: None,
        }]);
        assert_eq!(status.code(), tonic::Code::InvalidArgument);
        assert_eq!(status::reason_of(&status).as_deref(), Some("REQUEST_UNREADABLE"));
    }
}
