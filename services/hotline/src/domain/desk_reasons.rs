//! Why the desk refuses: scripts and articles.

use aftersales_kit::reasons;

reasons! {
    /// A script for all branches is put by somebody who acts for all.
    SCRIPT_OF_ALL_BRANCHES: PermissionDenied {
        action: "Name your branch, or ask the head office.",
        en: "Only the head office may change scripts of all branches.",
        zh_cn: "只有总部可以修改全公司的话术。",
        zh_tw: "只有總部可以修改全公司的話術。",
    }
    /// Somebody put another version in between. `version` is the newest one.
    SCRIPT_CHANGED: Aborted {
        action: "Read the newest version with ListScripts and put yours on top of it.",
        en: "The script has changed meanwhile; the newest version is {version}.",
        zh_cn: "话术已被修改，最新版本为 {version}。",
        zh_tw: "話術已被修改，最新版本為 {version}。",
    }
    /// There is no such article for the branch.
    ARTICLE_NOT_FOUND: NotFound {
        action: "List articles with ListArticles.",
        en: "There is no such article.",
        zh_cn: "没有该知识条目。",
        zh_tw: "沒有該知識條目。",
    }
    /// An article for all branches is written by somebody who acts for all.
    ARTICLE_OF_ALL_BRANCHES: PermissionDenied {
        action: "Name your branch, or ask the head office.",
        en: "Only the head office may change articles of all branches.",
        zh_cn: "只有总部可以修改全公司的知识条目。",
        zh_tw: "只有總部可以修改全公司的知識條目。",
    }
}
