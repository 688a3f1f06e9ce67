//! Adds a version of a rule of law, and lists what holds.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, time::BusinessDate};

use super::change_reference::admit;
use crate::{
    domain::law::{Code, Law, LawRule},
    store::{law_rules, reference},
};

/// Puts the rule; its version is ignored. The newest one put again stays as it is.
///
/// # Errors
/// `COMPANY_SCOPE_REQUIRED`, `LAW_RULE_INVALID`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, wanted: LawRule) -> Result<LawRule> {
    admit(scope, None)?;
    wanted.check()?;
    reference::next(tx).await?;
    let put = law_rules::versions(tx).await?;
    let newest = put
        .into_iter()
        .rfind(|put| put.code == wanted.code && put.product_line == wanted.product_line);
    let version = newest.as_ref().map_or(0, |newest| newest.version);
    let wanted = LawRule { version, ..wanted };
    if newest.as_ref() == Some(&wanted) {
        return Ok(wanted);
    }
    let put = LawRule {
        version: version + 1,
        ..wanted
    };
    law_rules::insert(tx, &put).await?;
    Ok(put)
}

/// Rules that hold on a date, of one product line or of every line that has its own; or every version.
///
/// # Errors
/// Those of the store.
pub async fn list(tx: &mut Tx, product_line: &str, on: Option<BusinessDate>) -> Result<Vec<LawRule>> {
    let versions = law_rules::versions(tx).await?;
    let mut found = match on {
        None => {
            let wanted = |rule: &LawRule| product_line.is_empty() || rule.product_line == product_line;
            versions.into_iter().filter(wanted).collect()
        }
        Some(on) if !product_line.is_empty() => Law::of(&versions, product_line, on).rules(),
        Some(on) => every_line(&versions, on),
    };
    found.sort_by_key(LawRule::place);
    Ok(found)
}

fn every_line(versions: &[LawRule], on: BusinessDate) -> Vec<LawRule> {
    let mut lines: Vec<&str> = versions.iter().map(|rule| rule.product_line.as_str()).collect();
    lines.sort_unstable();
    lines.dedup();
    let held = |line: &str| {
        let law = Law::of(versions, line, on);
        let own = |code: &Code| law.rule(*code).filter(|rule| rule.product_line == line).cloned();
        Code::ALL.iter().filter_map(own).collect::<Vec<_>>()
    };
    lines.into_iter().flat_map(held).collect()
}
