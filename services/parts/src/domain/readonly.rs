//! Why a record offers nothing to do.

use aftersales_kit::i18n::Locale;

/// Why no action is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// The record's state allows none.
    Ended,
    /// The caller's role allows none of those that the state does.
    Role,
}

impl ReadOnly {
    /// The reason as a person reads it.
    pub const fn text(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Ended, Locale::En) => "Nothing is left to do.",
            (Self::Ended, Locale::ZhCn) => "已无可执行的操作。",
            (Self::Ended, Locale::ZhTw) => "已無可執行的操作。",
            (Self::Role, Locale::En) => "Your role may look at this, not change it.",
            (Self::Role, Locale::ZhCn) => "您的角色只能查看，不能修改。",
            (Self::Role, Locale::ZhTw) => "您的角色只能查看，不能修改。",
        }
    }
}
