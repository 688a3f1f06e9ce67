//! Why a record offers nothing to do.

use aftersales_kit::i18n::Locale;

/// Why no action is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// A published price list is never changed.
    Published,
    /// The service is free or internal.
    Free,
    /// The account is closed.
    Closed,
    /// The caller's role allows none of what the state does.
    Role,
}

impl ReadOnly {
    /// The reason as a person reads it.
    pub const fn text(self, locale: Locale) -> &'static str {
        let [en, zh_cn, zh_tw] = match self {
            Self::Published => [
                "A published price list is never changed; publish the next one.",
                "价目单发布后不可修改，请发布新版本。",
                "價目單發布後不可修改，請發布新版本。",
            ],
            Self::Free => ["This service is not charged.", "此服务不收费。", "此服務不收費。"],
            Self::Closed => ["The account is closed.", "账目已关闭。", "帳目已關閉。"],
            Self::Role => [
                "Your role may look at this, not change it.",
                "您的角色只能查看，不能修改。",
                "您的角色只能查看，不能修改。",
            ],
        };
        match locale {
            Locale::En => en,
            Locale::ZhCn => zh_cn,
            Locale::ZhTw => zh_tw,
        }
    }
}
